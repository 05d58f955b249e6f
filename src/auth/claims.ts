import type { AuthConfig } from '../lib/config.ts';
import type { Scope } from './caller.ts';
import { ROLES, type Role } from './roles.ts';

type RoleRule = AuthConfig['tokens'][number]['roles'][number];
type Claims = Readonly<Record<string, unknown>>;

/** A role and how far it reaches. */
export interface Grant {
  readonly role: Role;
  readonly scope?: readonly Scope[];
}

/**
 * The role that claims give: the strongest one of the rules that fit, as far as those rules for it reach together. Nothing
 * when no rule fits, or when a claim is not what it should be.
 */
export function grantOf(claims: Claims, rules: readonly RoleRule[]): Grant | undefined {
  const fitting = rules.filter((rule) => holds(claims, rule));
  const role = ROLES.findLast((one) => fitting.some((rule) => rule.role === one));
  if (role === undefined) return undefined;
  const scopes = fitting
    .filter((rule) => rule.role === role)
    .map(({ teams, environments }) => ({ teams, environments }));
  return scopes.some(isEverything) ? { role } : { role, scope: scopes };
}

/** The scope of two lists; nothing when neither limits. */
export function scopeOf(teams: readonly string[], environments: readonly string[]): readonly Scope[] | undefined {
  const scope = { teams, environments };
  return isEverything(scope) ? undefined : [scope];
}

function isEverything({ teams, environments }: Scope): boolean {
  return teams.length === 0 && environments.length === 0;
}

function holds(claims: Claims, { claim, value }: RoleRule): boolean {
  const found = claimOf(claims, claim);
  return Array.isArray(found) ? found.includes(value) : found === value;
}

/** The claim of this name, else the one that the dots lead to. */
function claimOf(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((at, step) => {
    const isBag = typeof at === 'object' && at !== null && Object.hasOwn(at, step);
    return isBag ? (at as Claims)[step] : undefined;
  }, claims);
}
