import type { Problem } from '../../problem.ts';
import type { AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import type { Estate } from '../estate.ts';
import { type Group, ProfileEvaluator } from '../profile/evaluate.ts';
import { type AccountFacts, hasOneOf, madeFromAccount, same } from './made-from.ts';
import type { SegmentStore } from './segments.ts';

export interface KeptProfile {
  readonly account: string;
  readonly madeFrom: string;
  readonly problems: readonly Problem[];
  readonly cells: Int32Array;
}

/** One principal as it was evaluated last. */
export interface Standing {
  readonly principal: AwsPrincipal;
  /** Of its account. */
  readonly madeFrom: string;
  readonly trust: string | undefined;
  readonly profile: string;
}

/** What is known when a round begins: from the one before, and since. */
export interface Known {
  readonly standings: ReadonlyMap<string, Standing>;
  readonly profiles: ReadonlyMap<string, KeptProfile>;
  /** Policies that say something else since. */
  readonly changed: ReadonlySet<string>;
}

/** One update, account by account. */
export class Round {
  readonly standings = new Map<string, Standing>();
  /** Those that were evaluated. */
  readonly profiles = new Map<string, KeptProfile>();
  readonly evaluated: string[] = [];
  readonly #access: AwsAccess;
  readonly #facts: AccountFacts;
  readonly #segments: SegmentStore;
  readonly #known: Known;
  readonly #evaluator: ProfileEvaluator;

  constructor(facts: AccountFacts, segments: SegmentStore, known: Known) {
    this.#access = facts.access;
    this.#facts = facts;
    this.#segments = segments;
    this.#known = known;
    this.#evaluator = new ProfileEvaluator(facts.access);
  }

  /** Whether anybody in it was evaluated. */
  account(account: string, members: readonly AwsPrincipal[]): boolean {
    const madeFrom = madeFromAccount(account, members, this.#facts);
    const asked = members.filter((each) => this.#isTouched(each, madeFrom));
    const found = new Map<string, string>();
    if (asked.length > 0)
      for (const group of this.#evaluator.groups(account, members, asked)) {
        const profile = this.#profile(account, madeFrom, group);
        for (const id of group.principalIds) found.set(id, profile);
      }
    for (const principal of members) {
      const { id } = principal;
      const profile = found.get(id);
      const before = this.#known.standings.get(id);
      if (profile !== undefined)
        this.standings.set(id, { principal, madeFrom, trust: this.#access.trust.get(id), profile });
      else if (before !== undefined) this.standings.set(id, before);
    }
    for (const { id } of asked) this.evaluated.push(id);
    return asked.length > 0;
  }

  #isTouched(principal: AwsPrincipal, madeFrom: string): boolean {
    const before = this.#known.standings.get(principal.id);
    const { changed } = this.#known;
    // The trust policy of a role says whether sessions may bring tags of their own.
    const trust = this.#access.trust.get(principal.id);
    return (
      before === undefined ||
      before.madeFrom !== madeFrom ||
      before.trust !== trust ||
      (trust !== undefined && changed.has(trust)) ||
      !same(before.principal, principal) ||
      (changed.size > 0 && hasOneOf(changed, principal))
    );
  }

  /** The id of a group's profile; it is evaluated unless one that was made from the same is known. */
  #profile(account: string, ofAccount: string, group: Group): string {
    const id = this.#evaluator.idOf(account, group);
    const numbers = group.standing.policies.map(({ policy }) => this.#facts.documents.get(policy.policyId) ?? '');
    const madeFrom = `${ofAccount} ${numbers.join()}`;
    const known = this.profiles.get(id) ?? this.#known.profiles.get(id);
    if (known?.madeFrom === madeFrom) return id;
    const { segments, problems } = this.#evaluator.profile(account, group);
    const cells = this.#segments.pack(segments, baseOf(this.#access.estate, account));
    this.profiles.set(id, { account, madeFrom, problems, cells });
    return id;
  }
}

/** The first ordinal of an account: all of its folders lie together. */
export function baseOf({ accounts }: Estate, account: string): number {
  return accounts.get(account)?.[0]?.lo ?? 0;
}
