import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, instantOf } from '../lib/clock.ts';
import { inputError } from '../lib/errors.ts';
import { writeWhole } from '../lib/files.ts';
import type { Caller } from './caller.ts';
import { scopeOf } from './claims.ts';
import { ROLES } from './roles.ts';

const stored = z.strictObject({
  id: z.string(),
  name: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  role: z.enum(ROLES),
  teams: z.array(z.string()),
  environments: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
});

/** A key as it is kept: never the key itself. */
export type ApiKey = z.infer<typeof stored>;

export type NewApiKey = Pick<ApiKey, 'name' | 'role' | 'teams' | 'environments' | 'expiresAt'>;

/** `klk_`, 8 random bytes that name the key, 32 that prove it. */
const SHAPE = /^klk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;
const ID = /^[0-9a-f]{16}$/;

/**
 * The API keys of a data directory, one file each, so that making and revoking them needs no lock and holds at once. A key is 256
 * random bits: its SHA-256 cannot be guessed back, and needs no slow hash.
 */
export class ApiKeys {
  readonly #folder: string;
  readonly #clock: Clock;

  constructor(home: string, clock: Clock) {
    this.#folder = join(home, 'api-keys');
    this.#clock = clock;
  }

  /** Makes a key. The answer holds the key itself; it is shown once and cannot be had again. Errors: `file-write`. */
  create(wanted: NewApiKey): { readonly key: string; readonly kept: ApiKey } {
    const id = randomBytes(8).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    const kept: ApiKey = { id, hash: hashOf(secret), createdAt: instantOf(this.#clock.now()), ...wanted };
    this.#write(kept);
    return { key: `klk_${id}_${secret}`, kept };
  }

  /** Every key, the oldest first. Errors: `api-key-file` for a file that is none. */
  list(): readonly ApiKey[] {
    if (!existsSync(this.#folder)) return [];
    const ids = readdirSync(this.#folder).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []));
    return ids
      .flatMap((id) => this.#read(id) ?? [])
      .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
  }

  /** Ends a key, by its id or an unambiguous beginning of it. Errors: `api-key-unknown`. */
  revoke(id: string): ApiKey {
    const [kept, ...others] = this.list().filter((one) => id !== '' && one.id.startsWith(id));
    if (kept === undefined || others.length > 0)
      throw inputError('api-key-unknown', `${kept === undefined ? 'No' : 'More than one'} API key has the id "${id}"`, {
        hint: 'See `keyline api-key list`.',
      });
    const revoked = { ...kept, revokedAt: kept.revokedAt ?? instantOf(this.#clock.now()) };
    this.#write(revoked);
    return revoked;
  }

  /** Who shows this key; nothing when it is none of ours, has ended or was revoked. */
  callerOf(key: string): Caller | undefined {
    const [, id, secret] = SHAPE.exec(key) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const kept = this.#readOrNothing(id);
    if (kept === undefined || !sameHash(kept.hash, hashOf(secret)) || kept.revokedAt !== undefined) return undefined;
    const expiresAt = kept.expiresAt === undefined ? undefined : Date.parse(kept.expiresAt);
    if (expiresAt !== undefined && !(expiresAt > this.#clock.now())) return undefined;
    const scope = scopeOf(kept.teams, kept.environments);
    return {
      id: `key:${kept.id}`,
      kind: 'key',
      name: kept.name,
      role: kept.role,
      audience: [],
      ...(scope === undefined ? {} : { scope }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  }

  /** A file that is none opens nothing; `list` says what is wrong with it. */
  #readOrNothing(id: string): ApiKey | undefined {
    try {
      return this.#read(id);
    } catch {
      return undefined;
    }
  }

  #read(id: string): ApiKey | undefined {
    const file = this.#file(id);
    if (!ID.test(id) || !existsSync(file)) return undefined;
    const parsed = stored.safeParse(jsonOf(readFileSync(file, 'utf8')));
    if (!parsed.success || parsed.data.id !== id)
      throw inputError('api-key-file', 'This is not the file of an API key', { source: file });
    return parsed.data;
  }

  #write(key: ApiKey): void {
    writeWhole(this.#file(key.id), `${JSON.stringify(key, null, 2)}\n`);
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

export function looksLikeApiKey(text: string): boolean {
  return text.startsWith('klk_');
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
