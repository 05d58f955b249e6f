import type { EdgeType, GraphRecord, Label } from '../../schema/index.ts';

/** What is hashed to know a node again. */
export function nodeKeyText(label: Label, id: string): string {
  return `${label}\n${id}`;
}

/** What is hashed to know an edge again: its identity is (type, from, to). */
export function edgeKeyText(type: EdgeType, fromLabel: Label, from: string, toLabel: Label, to: string): string {
  return `${type}\n${fromLabel}\n${from}\n${toLabel}\n${to}`;
}

export function recordKeyText(record: GraphRecord): string {
  return record.record === 'node'
    ? nodeKeyText(record.label, record.id)
    : edgeKeyText(record.type, record.from.label, record.from.id, record.to.label, record.to.id);
}

/** Cuts rows into batches. */
export function batches<T>(rows: readonly T[], size: number): T[][] {
  const cut: T[][] = [];
  for (let at = 0; at < rows.length; at += size) cut.push(rows.slice(at, at + size));
  return cut;
}

/** A small hash that decides which of two writers a key belongs to. */
export function laneOf(id: string): 0 | 1 {
  let hash = 0;
  for (let i = Math.max(0, id.length - 12); i < id.length; i += 1) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) | 0;
  return ((hash ^ (hash >>> 7)) & 1) as 0 | 1;
}
