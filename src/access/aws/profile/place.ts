import { intersectRanges, normaliseRanges, type Ranges } from '../../ranges/ranges.ts';
import type { AwsAccess } from '../access.ts';
import type { ActionBits } from '../action/sets.ts';
import type { Partition } from '../estate.ts';
import { type Covered, Resolver } from '../resource/resolve.ts';
import { ResourceSplitter } from '../resource/split.ts';
import { type BoundStatement, STRENGTH } from '../statement/bind.ts';
import { kindOf } from './kinds.ts';
import type { Placed } from './sweep.ts';

/** Narrows an evaluation to one type and to the actions with one capability. */
export interface Focus {
  /** Index of the resource type. */
  readonly type: number;
  readonly bits: ActionBits;
}

/** Statement kinds with their ranges, by resource type. */
export class Placement {
  readonly byType = new Map<number, Placed[]>();

  add(type: number, kind: number, ranges: Ranges): void {
    const placed = this.byType.get(type);
    if (placed === undefined) this.byType.set(type, [{ kind, ranges }]);
    else placed.push({ kind, ranges });
  }

  /** Each kind once: for what is placed resource by resource. */
  joined(): ReadonlyMap<number, readonly Placed[]> {
    return new Map([...this.byType].map(([type, placed]) => [type, joinedKinds(placed)]));
  }
}

function joinedKinds(placed: readonly Placed[]): Placed[] {
  const pieces = new Map<number, Ranges[]>();
  for (const { kind, ranges } of placed) {
    const known = pieces.get(kind);
    if (known === undefined) pieces.set(kind, [ranges]);
    else known.push(ranges);
  }
  return [...pieces].map(([kind, all]) => ({ kind, ranges: normaliseRanges(all.flat()) }));
}

/** Says where in one account's resources bound statements apply. */
export class Placer {
  readonly #access: AwsAccess;
  readonly #resolver: Resolver;
  readonly #splitter: ResourceSplitter;
  readonly #focus: Focus | undefined;
  #partitions = new Map<number, Partition>();

  constructor(access: AwsAccess, focus: Focus | undefined) {
    this.#access = access;
    this.#focus = focus;
    this.#resolver = new Resolver(access.estate, access.shares);
    this.#splitter = new ResourceSplitter(access.estate, access.tools.settled);
  }

  enter(account: string): void {
    this.#resolver.enter(account);
    this.#splitter.clear();
    this.#partitions = new Map((this.#access.estate.accounts.get(account) ?? []).map((each) => [each.type, each]));
  }

  /** @param own only here, whatever the statement's patterns would cover: a resource's policy speaks of that resource */
  place(statement: BoundStatement, layer: number, into: Placement, own?: Ranges): void {
    for (const covered of this.#resolver.statement(statement.resource)) {
      if (!this.#matters(statement.set, covered.type)) continue;
      const ranges = own === undefined ? covered.ranges : intersectRanges(covered.ranges, own);
      if (ranges.length === 0) continue;
      if (statement.waits === 0) this.#add(statement, layer, { ...covered, ranges }, into);
      else this.#addSplit(statement, layer, { ...covered, ranges }, into);
    }
  }

  #add(statement: BoundStatement, layer: number, { type, ranges, share }: Covered, into: Placement): void {
    into.add(type, this.#access.kinds.idOf(kindOf(statement, layer, share)), ranges);
  }

  /** Where its tests of the resource are met, as it is; where they wait for something unknown, as a condition on that. */
  #addSplit(statement: BoundStatement, layer: number, covered: Covered, into: Placement): void {
    const partition = this.#partitions.get(covered.type);
    if (partition === undefined) return;
    const { met, undecided } = this.#splitter.split(statement.waits, partition);
    const within = (ranges: Ranges): Covered => ({ ...covered, ranges: intersectRanges(covered.ranges, ranges) });
    const sure = within(met);
    if (sure.ranges.length > 0) this.#add(statement, layer, sure, into);
    for (const { keys, ranges } of undecided) {
      const open = within(ranges);
      if (open.ranges.length > 0) this.#add(this.#waitingFor(keys, statement), layer, open, into);
    }
  }

  #waitingFor(more: readonly string[], statement: BoundStatement): BoundStatement {
    const { keyLists } = this.#access;
    const keys = [...new Set([...(keyLists.valueOf(statement.keys) ?? []), ...more])].sort();
    return { ...statement, strength: STRENGTH.conditional, keys: keyLists.idOf(keys) };
  }

  #matters(set: number, type: number): boolean {
    const bits = this.#access.sets.bits(set, type);
    if (bits === undefined || this.#focus === undefined) return bits !== undefined;
    const { type: only, bits: wanted } = this.#focus;
    return type === only && bits.some((word, index) => (word & (wanted[index] ?? 0)) !== 0);
  }
}
