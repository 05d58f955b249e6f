import neo4j, { type Integer } from 'neo4j-driver';
import type { Row } from '../store.ts';

/** Nodes and edges as their properties, paths as lists of them, times as ISO text: what a table or JSON can hold. */
export function plain(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]));
}

const AS_TEXT: readonly ((value: object) => boolean)[] = [
  neo4j.isDate,
  neo4j.isDateTime,
  neo4j.isLocalDateTime,
  neo4j.isLocalTime,
  neo4j.isTime,
  neo4j.isDuration,
];

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (AS_TEXT.some((is) => is(value))) return String(value);
  const bag = value as {
    properties?: unknown;
    segments?: readonly { end: unknown }[];
    start?: unknown;
    toNumber?: () => number;
  };
  if (bag.segments !== undefined) return [plainValue(bag.start), ...bag.segments.map((one) => plainValue(one.end))];
  if (bag.properties !== undefined) return plainValue(bag.properties);
  if (typeof bag.toNumber === 'function') return (value as Integer).toNumber();
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainValue(one)]));
}
