import { distinctProblems, type Problem } from '../../problem.ts';
import { Interned } from '../../ranges/intern.ts';
import { intersectRanges, normaliseRanges } from '../../ranges/ranges.ts';
import type { AccessProfile, AccessSegment, AwsPrincipal, ProfileOfPrincipals } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import type { ActionBits } from '../action/sets.ts';
import type { Partition } from '../estate.ts';
import { membersByAccount } from '../principal/members.ts';
import { denialsFor, type ResourcePolicy } from '../resource/policies.ts';
import { type Covered, Resolver } from '../resource/resolve.ts';
import { type BoundStatement, STRENGTH } from '../statement/bind.ts';
import { judge, type Meaning, meaningOf, narrow } from './judge.ts';
import { opens, type StatementKind } from './kinds.ts';
import { type Gates, gatesKey, LAYER } from './layers.ts';
import { type LayeredPolicy, profileId, type Standing, standingKey, standingOf } from './standing.ts';
import { KindSets } from './states.ts';
import { type Placed, Sweeper } from './sweep.ts';

/** Past this many sets of kinds the tables of an evaluation are begun anew, to bound memory. */
const SET_LIMIT = 40_000;

/** Denies that a principal meets in the policies of its account's resources. */
interface Denials {
  readonly key: string;
  readonly byType: ReadonlyMap<number, readonly Placed[]>;
}

interface PlacedByType {
  readonly byType: ReadonlyMap<number, readonly Placed[]>;
  /** The types on which the policy allows an identity something. */
  readonly opens: ReadonlySet<number>;
}

/** Principals of one account whose access is the same. */
interface Group {
  readonly standing: Standing;
  readonly denials: Denials;
  readonly principalIds: string[];
}

/** Narrows an evaluation to one type and to the actions with one capability. */
export interface Focus {
  /** Index of the resource type. */
  readonly type: number;
  readonly bits: ActionBits;
}

/**
 * Evaluates every profile of the estate, account by account, each once for all who share it. Groups are not principals
 * that act, and are left out. A generator: no more than one account's principals are held beside the estate.
 */
export function* evaluateProfiles(
  access: AwsAccess,
  principals: Iterable<AwsPrincipal> = access.principals.values(),
): Generator<ProfileOfPrincipals> {
  const evaluator = new ProfileEvaluator(access);
  for (const [account, members] of membersByAccount(principals)) yield* evaluator.account(account, members);
}

const NO_GATES: Gates = { identity: true, boundary: false, levels: [] };

const NO_DENIALS: Denials = { key: '', byType: new Map() };

/** The tables of one evaluation. */
export class ProfileEvaluator {
  readonly #access: AwsAccess;
  readonly #resolver: Resolver;
  readonly #gates = new Interned<Gates>(gatesKey);
  readonly #placed = new Map<number, PlacedByType>();
  readonly #denials = new Map<string, Denials>();
  readonly #sweeper: Sweeper;
  readonly #focus: Focus | undefined;
  #sets = new KindSets();
  #meanings = new Map<number, Meaning>();
  readonly #distinct = new Interned<Meaning>(meaningKey);

  constructor(access: AwsAccess, focus?: Focus) {
    this.#focus = focus;
    this.#access = access;
    this.#resolver = new Resolver(access.estate, access.shares);
    this.#sweeper = new Sweeper(access.kinds);
  }

  *account(account: string, principals: readonly AwsPrincipal[]): Generator<ProfileOfPrincipals> {
    for (const { standing, denials, principalIds } of this.groups(account, principals)) {
      yield { profile: this.#profile(account, standing, denials), principalIds };
    }
  }

  /** Who shares a profile, before any is evaluated. */
  groups(account: string, principals: readonly AwsPrincipal[]): Group[] {
    this.#enter(account);
    const groups = new Map<string, Group>();
    for (const principal of principals) {
      const lookup = this.#access.lookupOf(principal);
      const standing = standingOf(principal, lookup, this.#access.shelf);
      const denials = this.#denialsOf(principal);
      const key = `${standingKey(standing, account)}|${denials.key}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { standing, denials, principalIds: [principal.id] });
      else group.principalIds.push(principal.id);
    }
    return [...groups.values()];
  }

  #enter(account: string): void {
    this.#resolver.enter(account);
    this.#placed.clear();
    this.#denials.clear();
    if (this.#sets.size < SET_LIMIT) return;
    this.#sets = new KindSets();
    this.#meanings.clear();
  }

  #profile(account: string, standing: Standing, denials: Denials): AccessProfile {
    const segments: AccessSegment[] = [];
    const layers = standing.policies.map((each) => this.#placedOf(each));
    const gatesId = this.#gates.idOf(standing.gates);
    for (const partition of this.#access.estate.accounts.get(account) ?? []) {
      if (!layers.some(({ opens: types }) => types.has(partition.type))) continue;
      const placed: Placed[] = [];
      for (const { byType } of [...layers, denials]) {
        for (const each of byType.get(partition.type) ?? []) placed.push(each);
      }
      this.#sweep(partition, placed, gatesId, segments);
    }
    const problems: Problem[] = distinctProblems(standing.problems);
    return { id: profileId(standing, account, denials.key), account, segments, problems };
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
    const gates = this.#gates.valueOf(gatesId) ?? NO_GATES;
    const kinds = this.#sets.kindsOf(set).flatMap((kind) => this.#access.kinds.valueOf(kind) ?? []);
    const judgement = judge(kinds, type, gates, this.#access);
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
    const byType = new Map<number, Placed[]>();
    for (const statement of policy.statements) {
      this.#place(statement, layer, this.#resolver.statement(statement.resource), byType);
    }
    const opening = [...byType].filter(([, placed]) => placed.some(({ kind }) => this.#opens(kind)));
    const made = { byType, opens: new Set(opening.map(([type]) => type)) };
    this.#placed.set(key, made);
    return made;
  }

  #matters(set: number, type: number): boolean {
    const bits = this.#access.sets.bits(set, type);
    if (bits === undefined || this.#focus === undefined) return bits !== undefined;
    const { type: only, bits: wanted } = this.#focus;
    return type === only && bits.some((word, index) => (word & (wanted[index] ?? 0)) !== 0);
  }

  #opens(kind: number): boolean {
    const value = this.#access.kinds.valueOf(kind);
    return value !== undefined && opens(value);
  }

  #place(statement: BoundStatement, layer: number, covered: readonly Covered[], into: Map<number, Placed[]>): void {
    for (const { type, ranges, share } of covered) {
      if (!this.#matters(statement.set, type)) continue;
      const placed = { kind: this.#access.kinds.idOf(kindOf(statement, layer, share)), ranges };
      const list = into.get(type);
      if (list === undefined) into.set(type, [placed]);
      else list.push(placed);
    }
  }

  #denialsOf(principal: AwsPrincipal): Denials {
    const policies = this.#access.resourcePolicies.denying.get(principal.account) ?? [];
    if (policies.length === 0) return NO_DENIALS;
    const lookup = this.#access.lookupOf(principal);
    const bound = policies.map((policy) => denialsFor(policy, principal, lookup, this.#access.tools));
    const key = bound.map((each) => each.map((one) => this.#denialKey(one)).join(',')).join(';');
    const known = this.#denials.get(key);
    if (known !== undefined) return known;
    const byType = new Map<number, Placed[]>();
    policies.forEach((policy, index) => {
      for (const statement of bound[index] ?? []) this.#placeDenial(statement, policy, byType);
    });
    const denials = { key, byType };
    this.#denials.set(key, denials);
    return denials;
  }

  #denialKey({ origin, strength, keys, resource }: BoundStatement): string {
    const waitsFor = this.#access.keyLists.valueOf(keys)?.join('+') ?? '';
    return `${origin.index}.${strength}.${waitsFor}.${resource.patterns.map((each) => each.resource).join('+')}`;
  }

  /** A resource's policy speaks of that resource only, whatever its patterns would cover. */
  #placeDenial(statement: BoundStatement, policy: ResourcePolicy, into: Map<number, Placed[]>): void {
    const own = normaliseRanges(policy.ordinals.flatMap((ordinal) => [ordinal, ordinal + 1]));
    const covered = this.#resolver
      .statement(statement.resource)
      .map((each) => ({ ...each, ranges: intersectRanges(each.ranges, own) }))
      .filter(({ ranges }) => ranges.length > 0);
    this.#place(statement, LAYER.resource, covered, into);
  }
}

export function kindOf(statement: BoundStatement, layer: number, share: number): StatementKind {
  const { deny, set, strength, keys } = statement;
  return { deny, layer: deny ? 0 : layer, set, strength, keys: strength === STRENGTH.conditional ? keys : 0, share };
}

function meaningKey({ certain, possible, unknown, conditionKeys }: Meaning): string {
  return `${certain}.${possible}.${unknown}.${conditionKeys.join(',')}`;
}
