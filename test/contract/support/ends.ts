import { collectors } from '../../../src/collectors/registry.ts';
import type { GraphRecord, NodeRef } from '../../../src/schema/index.ts';

const SYSTEMS = collectors.map(({ source }) => source).join('|');

/** Keys that another step or another source asserts, by the forms that keys of several sources have. */
const SHARED_FORMS: readonly RegExp[] = [
  /^arn:aws[\w-]*:[\w-]+:[\w-]*:\d*:\S/,
  /^(AKIA|ASIA)[A-Z0-9]{12,}$/,
  /^fp:[A-Za-z0-9_-]{43}$/,
  /^(service|oidc|anyone|device|endpoint|team|origin):\S/,
  /^pkg:(npm|pypi)\/\S/,
  /^https?:\/\/\S/,
  /^github\.com\/\S/,
  new RegExp(`^(${SYSTEMS}):[^:]+:[a-z-]+:\\S`),
];

/** Ends of edges that no node of these records stands for and that have no form another source could assert. */
export function looseEnds(records: readonly GraphRecord[]): readonly string[] {
  const nodes = new Set(records.flatMap((one) => (one.record === 'node' ? [keyOf(one)] : [])));
  const ends = records.flatMap((one) => (one.record === 'edge' ? [one.from, one.to] : []));
  const loose = ends.filter((end) => !nodes.has(keyOf(end)) && !SHARED_FORMS.some((form) => form.test(end.id)));
  return [...new Set(loose.map(keyOf))];
}

function keyOf(one: NodeRef): string {
  return `${one.label} ${one.id}`;
}
