import { hash } from 'node:crypto';
import { normaliseRanges } from '../../ranges/ranges.ts';
import type { AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { settledKey } from '../condition/settled.ts';
import { ACCOUNT_KEYS, saysAccountKeys } from '../principal/keys.ts';
import type { ResourcePolicy } from '../resource/policies.ts';
import { type Said, saidTo } from '../resource/said.ts';
import type { PolicyStatement } from '../statement/statement.ts';
import { LAYER } from './layers.ts';
import { Placement, type Placer } from './place.ts';
import type { Placed } from './sweep.ts';

/** What the policies of an account's resources say to some of its principals: denies, and which keys trust the account. */
export interface Bearing {
  /** The same in every run for those to whom the same is said. */
  readonly key: string;
  readonly byType: ReadonlyMap<number, readonly Placed[]>;
}

const NOTHING: Bearing = { key: '', byType: new Map() };

/** One statement of a resource's policy. */
interface Spoken {
  readonly policy: ResourcePolicy;
  readonly statement: PolicyStatement;
}

/**
 * What bears on the principals of one account at a time. Statements that are the same for all of them are bound and placed
 * once; the others once for each way they read.
 */
export class AccountBearing {
  readonly #access: AwsAccess;
  readonly #placer: Placer;
  readonly #known = new Map<string, Bearing>();
  #same: readonly Spoken[] = [];
  #varying: readonly Spoken[] = [];

  constructor(access: AwsAccess, placer: Placer) {
    this.#access = access;
    this.#placer = placer;
  }

  enter(account: string, members: readonly AwsPrincipal[]): void {
    this.#known.clear();
    const spoken = (this.#access.resourcePolicies.bearing.get(account) ?? []).flatMap((policy) =>
      policy.statements.flatMap((statement) => (bears(statement, policy) ? [{ policy, statement }] : [])),
    );
    const alike = !members.some(saysAccountKeys);
    const isSame = ({ statement }: Spoken): boolean =>
      alike && meansTheAccount(statement, account) && this.#access.shelf.readsTheSame(statement, ACCOUNT_KEYS);
    this.#same = spoken.filter(isSame);
    this.#varying = spoken.filter((each) => !isSame(each));
  }

  of(principal: AwsPrincipal): Bearing {
    if (this.#same.length === 0 && this.#varying.length === 0) return NOTHING;
    const lookup = this.#access.lookupOf(principal);
    const varying = this.#varying.map((each) => ({ ...each, said: this.#said(each, principal, lookup) }));
    const key = varying.flatMap(({ said }, index) => said.map((each) => `${index}.${this.#keyOf(each)}`)).join(';');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const placement = new Placement();
    const same = this.#same.map((each) => ({ ...each, said: this.#said(each, principal, lookup) }));
    for (const { policy, said } of [...same, ...varying]) this.#place(policy, said, placement);
    const texts = [...same, ...varying].flatMap(({ policy, said }) => said.map((each) => this.#text(policy, each)));
    const made = { key: hash('sha256', texts.join('\n'), 'hex'), byType: placement.joined() };
    this.#known.set(key, made);
    return made;
  }

  #said({ policy, statement }: Spoken, principal: AwsPrincipal, lookup: KeyLookup): Said[] {
    return saidTo({ ...policy, statements: [statement] }, principal, lookup, this.#access.tools).filter(
      ({ layer, statement: { deny } }) => deny || (policy.delegates && layer === LAYER.accountNamed),
    );
  }

  #place(policy: ResourcePolicy, said: readonly Said[], into: Placement): void {
    const own = normaliseRanges(policy.ordinals.flatMap((ordinal) => [ordinal, ordinal + 1]));
    for (const { layer, statement } of said) this.#placer.place(statement, layer, into, own);
  }

  #keyOf({ layer, statement: { strength, keys, waits, resource } }: Said): string {
    return `${layer}.${strength}.${keys}.${waits}.${resource.patterns.map(({ id }) => id).join('+')}`;
  }

  #text({ resourceId, policyId }: ResourcePolicy, { layer, statement }: Said): string {
    const { origin, strength, keys, waits, resource } = statement;
    const patterns = resource.patterns.map((each) => each.resource);
    const tests = waits === 0 ? '' : settledKey(this.#access.tools.settled.valueOf(waits) ?? []);
    return JSON.stringify([
      resourceId,
      policyId,
      layer,
      origin.index,
      strength,
      this.#access.keyLists.valueOf(keys),
      tests,
      patterns,
    ]);
  }
}

function bears({ effect, principal }: PolicyStatement, policy: ResourcePolicy): boolean {
  if (effect === 'Deny') return true;
  return policy.delegates && (principal === undefined || principal.accounts.includes(policy.account));
}

/** It is addressed to all principals of the account alike. */
function meansTheAccount({ principal, effect }: PolicyStatement, account: string): boolean {
  if (principal === undefined) return true;
  if (principal.not) return false;
  if (effect === 'Deny') return principal.anyone || principal.accounts.includes(account);
  return principal.accounts.includes(account) && !principal.anyone && principal.arns.length === 0;
}
