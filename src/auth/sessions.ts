import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import type { Caller } from './caller.ts';

export interface SessionTimes {
  /** From login to the next one. */
  readonly lifetimeMs: number;
  /** Without a request. */
  readonly idleMs: number;
}

interface Session {
  readonly caller: Caller;
  readonly idToken: string | undefined;
  readonly endsAt: number;
  /** When this id is replaced by another. */
  readonly rotateAt: number;
  lastSeen: number;
  /** After a rotation the old id is good for requests that were on their way. */
  goodUntil: number;
}

const ROTATE_MS = 15 * 60_000;
const OVERLAP_MS = 30_000;
const MAX_SESSIONS = 10_000;

/**
 * Sessions of people who logged in, in memory: a restart ends them. The cookie holds 256 random bits; only their hash is kept. A
 * new id is given every 15 minutes.
 */
export class Sessions {
  readonly #byHash = new Map<string, Session>();
  readonly #clock: Clock;
  readonly #times: SessionTimes;

  constructor(clock: Clock, times: SessionTimes) {
    this.#clock = clock;
    this.#times = times;
  }

  /** Begins a session; returns its id. `idToken`: handed to the provider at logout. */
  begin(caller: Caller, idToken?: string): string {
    const now = this.#clock.now();
    const endsAt = now + this.#times.lifetimeMs;
    return this.#add({ caller: { ...caller, expiresAt: endsAt }, idToken, endsAt, ...fresh(now, endsAt) });
  }

  /** The session of an id, and the id that replaces it when its time has come. */
  find(id: string): { readonly caller: Caller; readonly newId?: string } | undefined {
    const hash = hashOf(id);
    const session = this.#byHash.get(hash);
    if (session === undefined) return undefined;
    const now = this.#clock.now();
    if (now >= session.goodUntil || now - session.lastSeen >= this.#times.idleMs) {
      this.#byHash.delete(hash);
      return undefined;
    }
    session.lastSeen = now;
    if (now < session.rotateAt || session.goodUntil < session.endsAt) return { caller: session.caller };
    const newId = this.#add({ ...session, ...fresh(now, session.endsAt) });
    session.goodUntil = Math.min(session.endsAt, now + OVERLAP_MS);
    return { caller: session.caller, newId };
  }

  /** Ends every session of whoever holds this id here. Returns the ID token of the login. */
  end(id: string): string | undefined {
    const session = this.#byHash.get(hashOf(id));
    if (session === undefined) return undefined;
    for (const [hash, one] of this.#byHash) if (one.caller.id === session.caller.id) this.#byHash.delete(hash);
    return session.idToken;
  }

  /** Forgets one id. */
  drop(id: string): void {
    this.#byHash.delete(hashOf(id));
  }

  /** Longest life of a session. */
  get seconds(): number {
    return this.#times.lifetimeMs / 1000;
  }

  #add(session: Session): string {
    this.#sweep();
    const id = randomBytes(32).toString('base64url');
    this.#byHash.set(hashOf(id), session);
    return id;
  }

  #sweep(): void {
    if (this.#byHash.size < MAX_SESSIONS) return;
    const now = this.#clock.now();
    for (const [hash, one] of this.#byHash)
      if (now >= one.goodUntil || now - one.lastSeen >= this.#times.idleMs) this.#byHash.delete(hash);
    for (const hash of this.#byHash.keys()) {
      if (this.#byHash.size < MAX_SESSIONS) return;
      this.#byHash.delete(hash);
    }
  }
}

function fresh(now: number, endsAt: number): Pick<Session, 'rotateAt' | 'lastSeen' | 'goodUntil'> {
  return { rotateAt: now + ROTATE_MS, lastSeen: now, goodUntil: endsAt };
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
