import { distinctProblems, type Problem } from '../../problem.ts';
import { Interned } from '../../ranges/intern.ts';
import type { AccessProfile, AccessSegment, AwsPrincipal, ProfileOfPrincipals } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import type { Partition } from '../estate.ts';
import { controlsFor, isControlled } from '../organisation/controls.ts';
import { membersByAccount } from '../principal/members.ts';
import { DELEGATED_TYPE } from '../resource/policies.ts';
import { AccountBearing, type Bearing } from './bearing.ts';
import { judge, type Meaning, meaningOf, narrow } from './judge.ts';
import { opens } from './kinds.ts';
import { type Gates, gatesKey, identityPath, NO_GATES } from './layers.ts';
import { type Focus, Placement, Placer } from './place.ts';
import { type LayeredPolicy, profileId, type Standing, standingKey, standingOf } from './standing.ts';
import { KindSets } from './states.ts';
import { type Placed, Sweeper } from './sweep.ts';

/** Past this many sets of kinds the tables of an evaluation are begun anew, to bound memory. */
const SET_LIMIT = 40_000;

interface PlacedByType {
  readonly byType: ReadonlyMap<number, readonly Placed[]>;
  /** The types on which the policy allows an identity something. */
  readonly opens: ReadonlySet<number>;
}

/** Principals of one account whose access is the same. */
export interface Group {
  readonly standing: Standing;
  readonly bearing: Bearing;
  readonly principalIds: string[];
}

/**
 * Evaluates every profile of the estate, account by account, each once for all who share it: what principals can do in their
 * own account by their own policies. What resources' policies and grants add is in `resourceGrants`. Groups are not
 * principals that act, and are left out. A generator: no more than one account's principals are held beside the estate.
 */
export function* evaluateProfiles(
  access: AwsAccess,
  principals: Iterable<AwsPrincipal> = access.principals.values(),
): Generator<ProfileOfPrincipals> {
  const evaluator = new ProfileEvaluator(access);
  for (const [account, members] of membersByAccount(principals)) yield* evaluator.account(account, members);
}

/** The tables of one evaluation. */
export class ProfileEvaluator {
  readonly #access: AwsAccess;
  readonly #placer: Placer;
  readonly #bearing: AccountBearing;
  readonly #gates = new Interned<Gates>(gatesKey);
  readonly #placed = new Map<number, PlacedByType>();
  readonly #sweeper: Sweeper;
  readonly #focus: Focus | undefined;
  readonly #delegated: number;
  #sets = new KindSets();
  #meanings = new Map<number, Meaning>();
  readonly #distinct = new Interned<Meaning>(meaningKey);

  constructor(access: AwsAccess, focus?: Focus) {
    this.#focus = focus;
    this.#access = access;
    this.#placer = new Placer(access, focus);
    this.#bearing = new AccountBearing(access, this.#placer);
    this.#sweeper = new Sweeper(access.kinds);
    this.#delegated = access.estate.types.indexOf(DELEGATED_TYPE);
  }

  *account(account: string, principals: readonly AwsPrincipal[]): Generator<ProfileOfPrincipals> {
    for (const group of this.groups(account, principals)) {
      yield { profile: this.profile(account, group), principalIds: group.principalIds };
    }
  }

  /** Who of `asked` shares a profile, before any is evaluated. `members`: all principals of the account. */
  groups(account: string, members: readonly AwsPrincipal[], asked = members): Group[] {
    this.#enter(account, members);
    const groups = new Map<string, Group>();
    for (const principal of asked) {
      const standing = this.#standingOf(principal);
      const bearing = this.#bearing.of(principal);
      const key = `${standingKey(standing, account)}|${bearing.key}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { standing, bearing, principalIds: [principal.id] });
      else group.principalIds.push(principal.id);
    }
    return [...groups.values()];
  }

  #standingOf(principal: AwsPrincipal): Standing {
    const { accounts, shelf } = this.#access;
    const lookup = this.#access.lookupOf(principal);
    const controls = isControlled(principal) ? controlsFor(principal.account, lookup, accounts, shelf) : [];
    return standingOf(principal, lookup, shelf, controls);
  }

  #enter(account: string, principals: readonly AwsPrincipal[]): void {
    this.#placer.enter(account);
    this.#placed.clear();
    this.#bearing.enter(account, principals);
    if (this.#sets.size < SET_LIMIT) return;
    this.#sets = new KindSets();
    this.#meanings.clear();
  }

  /** Of a group of the account whose groups were asked for last. */
  idOf(account: string, { standing, bearing }: Group): string {
    return profileId(standing, account, bearing.key);
  }

  /** As `idOf`. */
  profile(account: string, group: Group): AccessProfile {
    const { standing, bearing } = group;
    const segments: AccessSegment[] = [];
    const layers = standing.policies.map((each) => this.#placedOf(each));
    const gatesId = this.#gates.idOf(standing.gates);
    for (const partition of this.#access.estate.accounts.get(account) ?? []) {
      if (!layers.some(({ opens: types }) => types.has(partition.type))) continue;
      const placed: Placed[] = [];
      for (const { byType } of [...layers, bearing]) {
        for (const each of byType.get(partition.type) ?? []) placed.push(each);
      }
      this.#sweep(partition, placed, gatesId, segments);
    }
    const problems: Problem[] = distinctProblems(standing.problems);
    return { id: this.idOf(account, group), account, segments, problems };
  }

  #sweep(partition: Partition, placed: readonly Placed[], gatesId: number, into: AccessSegment[]): void {
    const type = this.#access.estate.types[partition.type] ?? '';
    let last: { lo: number; hi: number; meaning: Meaning } | undefined;
    const flush = (): void => {
      if (last === undefined) return;
      const { certain, possible, unknown, conditionKeys } = last.meaning;
      into.push({ lo: last.lo, hi: last.hi, type, certain, possible, unknown, conditionKeys });
    };
    this.#sweeper.sweep(placed, partition.lo, partition.hi, this.#sets, (lo, hi, set) => {
      const meaning = this.#meaning(set, partition.type, gatesId);
      if ((meaning.possible | meaning.unknown) === 0) return;
      if (last?.hi === lo && last.meaning === meaning) {
        last.hi = hi;
        return;
      }
      flush();
      last = { lo, hi, meaning };
    });
    flush();
  }

  #meaning(set: number, type: number, gatesId: number): Meaning {
    const key = (set * 4096 + type) * 65536 + gatesId;
    const known = this.#meanings.get(key);
    if (known !== undefined) return known;
    const path = identityPath(this.#gates.valueOf(gatesId) ?? NO_GATES, type === this.#delegated);
    const kinds = this.#sets.kindsOf(set).flatMap((kind) => this.#access.kinds.valueOf(kind) ?? []);
    const judgement = judge(kinds, type, [path], this.#access);
    if (this.#focus !== undefined) narrow(judgement, this.#focus.bits);
    const made = meaningOf(judgement, kinds, type, this.#access);
    const meaning = this.#distinct.valueOf(this.#distinct.idOf(made)) ?? made;
    this.#meanings.set(key, meaning);
    return meaning;
  }

  /** Where the statements of a policy apply in this account, worked out once for all who have the policy. */
  #placedOf({ layer, policy }: LayeredPolicy): PlacedByType {
    const key = policy.id * 64 + layer;
    const known = this.#placed.get(key);
    if (known !== undefined) return known;
    const placement = new Placement();
    for (const statement of policy.statements) this.#placer.place(statement, layer, placement);
    const { byType } = placement;
    const opening = [...byType].filter(([, placed]) => placed.some(({ kind }) => this.#opens(kind)));
    const made = { byType, opens: new Set(opening.map(([type]) => type)) };
    this.#placed.set(key, made);
    return made;
  }

  #opens(kind: number): boolean {
    const value = this.#access.kinds.valueOf(kind);
    return value !== undefined && opens(value);
  }
}

function meaningKey({ certain, possible, unknown, conditionKeys }: Meaning): string {
  return `${certain}.${possible}.${unknown}.${conditionKeys.join(',')}`;
}
