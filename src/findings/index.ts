import type { FindingRule } from './rule.ts';

export { findingRecords } from './records.ts';
export type { FindingRule, Severity } from './rule.ts';
export { runFindings } from './run.ts';

/** Every finding rule. */
export const findingRules: readonly FindingRule[] = [];
