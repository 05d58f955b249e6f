import { instantOf } from '../lib/clock.ts';
import type { Severity } from './rule.ts';

/** Days from when a problem is found to when it is to be settled, by severity. */
export type DueDays = Readonly<Record<Severity, number>>;

export const DEFAULT_DUE_DAYS: DueDays = { critical: 1, high: 7, medium: 30, low: 90 };

const DAY_MS = 86_400_000;

export function dueAt(openedAt: string, severity: Severity, days: DueDays): string {
  return instantOf(Date.parse(openedAt) + days[severity] * DAY_MS);
}
