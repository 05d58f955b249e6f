import { createHmac } from 'node:crypto';
import type { AuditEntry } from './entry.ts';

/** A record of the trail: one line of JSON. */
export interface AuditRecord extends Omit<AuditEntry, 'what'> {
  /** 1, 2, 3 … over all files. */
  readonly seq: number;
  /** UTC. */
  readonly at: string;
  readonly what: AuditEntry['what'] | 'repair';
  /** Seal of the record before; of the first, what stands for the stream. */
  readonly prev: string;
  /** HMAC-SHA-256 over the line as it stands up to here. */
  readonly seal: string;
}

/** What stands before the first record of a stream: no stream can be put in the place of another. */
export function genesisOf(key: Buffer, stream: string): string {
  return sealOf(key, `stream ${stream}`);
}

const SEALED = /^(\{"seq":\d+,.*),"seal":"([0-9a-f]{64})"\}$/s;

/** The line of a record, sealed to the one before it. */
export function sealedLine(
  key: Buffer,
  body: Omit<AuditRecord, 'seal'>,
): { readonly line: string; readonly seal: string } {
  const open = JSON.stringify(body).slice(0, -1);
  const seal = sealOf(key, open);
  return { line: `${open},"seal":"${seal}"}`, seal };
}

/** The record of a line whose seal holds; otherwise why it does not. */
export function openLine(key: Buffer, line: string): AuditRecord | string {
  const [, open, seal] = SEALED.exec(line) ?? [];
  if (open === undefined || seal === undefined) return 'it is not a record of the trail';
  if (sealOf(key, open) !== seal) return 'it was changed: its seal does not hold';
  return JSON.parse(line) as AuditRecord;
}

export function sealOf(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
