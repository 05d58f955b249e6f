import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeylineError } from '../lib/errors.ts';
import { writeWhole } from '../lib/files.ts';
import { genesisOf, sealOf } from './chain.ts';

/** How far the trail is on disk for sure: what a shortened trail is told by. */
export interface Head {
  readonly seq: number;
  readonly seal: string;
}

export function auditFolder(home: string): string {
  return join(home, 'audit');
}

/** The key that seals the trail, 32 bytes in a file of mode 0600; made when there is none. Errors: `audit-key`. */
export function loadAuditKey(home: string): Buffer {
  const path = join(home, 'audit.key');
  if (!existsSync(path)) {
    if (streamsOf(home).length > 0) throw badKey(path, 'The key of the audit trail is missing');
    mkdirSync(home, { recursive: true });
    try {
      writeFileSync(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    } catch {
      // Another process made it meanwhile: that one is read.
    }
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  if (key.length !== 32) throw badKey(path, 'The key of the audit trail is not 32 bytes of hex');
  return key;
}

function badKey(path: string, message: string): KeylineError {
  return new KeylineError('audit-key', message, {
    source: path,
    hint: 'Restore it from the backup; to begin a new trail, move the audit folder away.',
  });
}

/** Streams of the trail: one chain for each process that writes at a time. */
export function streamsOf(home: string): readonly string[] {
  const folder = auditFolder(home);
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((one) => (one.isDirectory() ? [one.name] : [])).sort();
}

/** Files of a stream, in order. */
export function filesOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{6,}\.ndjson$/.test(name))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

export function fileName(number: number): string {
  return `${String(number).padStart(6, '0')}.ndjson`;
}

export function writeHead(folder: string, key: Buffer, { seq, seal }: Head): void {
  writeWhole(join(folder, 'head.json'), `${JSON.stringify({ seq, seal, mac: headMac(key, { seq, seal }) })}\n`);
}

/** The head of a stream; `undefined` when there is none or it was not written by who holds the key. */
export function readHead(folder: string, key: Buffer): Head | undefined {
  const path = join(folder, 'head.json');
  if (!existsSync(path)) return undefined;
  try {
    const { seq, seal, mac } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    if (typeof seq !== 'number' || typeof seal !== 'string') return undefined;
    return mac === headMac(key, { seq, seal }) ? { seq, seal } : undefined;
  } catch {
    return undefined;
  }
}

function headMac(key: Buffer, { seq, seal }: Head): string {
  return sealOf(key, `head ${seq} ${seal}`);
}

/** The names of all streams that were ever begun, so that a removed one is missed. */
export function registerStream(home: string, key: Buffer, name: string): void {
  const names = new Set([...registeredStreams(home, key), name]);
  const list = [...names].sort();
  const text = JSON.stringify({ streams: list, mac: sealOf(key, `streams ${list.join(' ')}`) });
  writeWhole(join(auditFolder(home), 'streams.json'), `${text}\n`);
}

/** Errors: `audit-streams` when the list was changed. */
export function registeredStreams(home: string, key: Buffer): readonly string[] {
  const path = join(auditFolder(home), 'streams.json');
  if (!existsSync(path)) return [];
  const { streams, mac } = JSON.parse(readFileSync(path, 'utf8')) as { streams: string[]; mac: string };
  if (mac !== sealOf(key, `streams ${streams.join(' ')}`))
    throw new KeylineError('audit-streams', 'The list of the trail’s streams was changed', { source: path });
  return streams;
}

/** Begins or takes a stream nobody writes to: `service`, else `service-2` … Returns its name; its lock is this process’s. */
export function takeStream(home: string, key: Buffer, base: string): string {
  for (let n = 1; n < 1_000; n += 1) {
    const name = n === 1 ? base : `${base}-${n}`;
    const folder = join(auditFolder(home), name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!locked(join(folder, 'lock'))) continue;
    if (!registeredStreams(home, key).includes(name)) {
      writeHead(folder, key, { seq: 0, seal: genesisOf(key, name) });
      registerStream(home, key, name);
    }
    return name;
  }
  throw new KeylineError('audit-streams', 'Too many processes write to the audit trail', { source: auditFolder(home) });
}

export function releaseStream(home: string, name: string): void {
  rmSync(join(auditFolder(home), name, 'lock'), { force: true });
}

/** Whether the lock could be had: it is free, or whoever held it is gone. */
function locked(path: string): boolean {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      return true;
    } catch {
      if (isAlive(holderOf(path))) return false;
      rmSync(path, { force: true });
    }
  }
  return false;
}

function holderOf(path: string): number {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10);
  } catch {
    return Number.NaN;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as { code?: unknown }).code === 'EPERM';
  }
}
