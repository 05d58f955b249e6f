import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive, type ProcessIdentity } from '../../graph/server/processes.ts';
import { readRecord } from '../../graph/server/record.ts';
import { loadFingerprintKey } from '../../lib/fingerprint.ts';
import { type Check, failed } from './check.ts';

const MB = 1024 * 1024;
/** Neo4j stops writing when the disk is full; transaction logs alone take 256 MB. */
const LEAST_FREE = 500 * MB;
const GOOD_FREE = 3_000 * MB;

/** The data directory: there, writable, room on the disk, secrets readable by their owner only, no stale locks. Changes nothing. */
export function checkData(home: string): Check[] {
  const folder = existing(home);
  return [directory(home, folder), disk(folder), ...secrets(home), ...locks(home)];
}

/** The folder itself or the nearest one above it that is there. */
function existing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path));
}

function directory(home: string, folder: string): Check {
  const check = { area: 'data', name: 'directory' } as const;
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return {
      ...check,
      status: 'fail',
      says: `${folder} cannot be written`,
      hint: 'Set KEYLINE_HOME to a folder of your own.',
    };
  }
  if (folder === home) return { ...check, status: 'ok', says: home };
  return { ...check, status: 'ok', says: `${home} is made at the first start` };
}

function disk(folder: string): Check {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const status = free < LEAST_FREE ? 'fail' : free < GOOD_FREE ? 'warn' : 'ok';
  const hint = status === 'ok' ? {} : { hint: 'A company of 200,000 identities takes up to 3 GB.' };
  return { area: 'data', name: 'disk', status, says: `${Math.floor(free / MB).toLocaleString('en')} MB free`, ...hint };
}

function secrets(home: string): Check[] {
  return ['fingerprint.key', 'neo4j-password'].flatMap((name) => {
    const path = join(home, name);
    if (!existsSync(path)) return [];
    const check = { area: 'data', name } as const;
    const open = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
    if (open)
      return [{ ...check, status: 'warn', says: 'others than its owner may read it', hint: `chmod 600 ${path}` }];
    try {
      if (name === 'fingerprint.key') loadFingerprintKey(path);
      return [{ ...check, status: 'ok', says: 'there, and readable by its owner only' }];
    } catch (thrown) {
      return [failed('data', name, thrown)];
    }
  });
}

function locks(home: string): Check[] {
  const record = readRecord(home);
  const server =
    record === undefined ? [] : [recordCheck(isAlive(record.server), isAlive(record.owner), record.owner.pid)];
  const lock = join(home, 'server.lock');
  if (!existsSync(lock)) return server;
  const holder = holderOf(lock);
  if (holder !== undefined && isAlive(holder)) return server;
  const says =
    holder === undefined ? 'it cannot be read as a lock' : `left behind by process ${holder.pid}, which has ended`;
  return [
    ...server,
    { area: 'data', name: 'server.lock', status: 'warn', says, hint: 'The next start takes it over.' },
  ];
}

function recordCheck(server: boolean, owner: boolean, pid: number): Check {
  const check = { area: 'data', name: 'server.json' } as const;
  if (server && owner) return { ...check, status: 'ok', says: `a graph server runs, started by process ${pid}` };
  const says = server
    ? `process ${pid}, which started the server, has ended; the server is ending`
    : 'it names a server that has ended';
  return { ...check, status: 'warn', says, hint: 'The next start cleans up.' };
}

function holderOf(path: string): ProcessIdentity | undefined {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessIdentity>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}
