import type { PersonClaims } from './person.ts';
import type { Role } from './roles.ts';

/**
 * How far somebody sees: agents of these teams (keys of Team; teams below one are named one by one) and of these environments. An
 * empty list does not limit; a scope whose lists are both empty is not made.
 */
export interface Scope {
  readonly teams: readonly string[];
  readonly environments: readonly string[];
}

/** Who is asking. */
export interface Caller {
  /** Stable over requests: `local`, `person:<issuer>#<sub>`, `token:<issuer>#<sub>`, `key:<id>`. What the audit trail names. */
  readonly id: string;
  readonly kind: 'local' | 'person' | 'token' | 'key';
  /** What a page may greet them with. */
  readonly name: string;
  readonly role: Role;
  /** Absent: sees everything. Else what any one of them covers. */
  readonly scope?: readonly Scope[];
  /** Audiences of the token that was shown; empty for other ways to log in. */
  readonly audience: readonly string[];
  /** Who the person is, where the login says so and can be relied on. */
  readonly person?: PersonClaims;
  /** When this must be shown again, in milliseconds since 1970; absent: does not end. */
  readonly expiresAt?: number;
}

/** Whoever sits at this machine, where no login is asked for. */
export const LOCAL_CALLER: Caller = { id: 'local', kind: 'local', name: 'local user', role: 'admin', audience: [] };
