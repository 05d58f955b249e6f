import type { AwsAccessInput, AwsPrincipal, AwsResource, ProfileOfPrincipals } from '../../types.ts';
import { type AwsAccess, openAwsAccess } from '../access.ts';
import { membersByAccount } from '../principal/members.ts';
import { type Inventory, inventoryOf, roleInventory, sameInventory } from './inventory.ts';
import { changedPolicies, Documents } from './made-from.ts';
import { baseOf, type KeptProfile, Round, type Standing } from './round.ts';
import { SegmentStore } from './segments.ts';

/** As `AwsAccessInput`; resources are asked for only where they may have changed. */
export interface KeptInput extends Omit<AwsAccessInput, 'resources'> {
  readonly resources: () => Iterable<AwsResource> | Promise<Iterable<AwsResource>>;
  /** They are known to be those of the last time. */
  readonly sameResources?: boolean;
}

/** What an update worked out again. */
export interface Evaluated {
  /** For questions beyond profiles. */
  readonly access: AwsAccess;
  /** Principals whose access was made from something else than before. */
  readonly principals: readonly string[];
  /** Profiles that were evaluated for them: fewer where they share one, or come to one that is known. */
  readonly profiles: ReadonlySet<string>;
}

/** The estate as it was sorted last, and the tables that grew over it. */
interface KeptEstate {
  readonly access: Pick<AwsAccess, 'estate' | 'actions' | 'tables'>;
  readonly resources: Inventory;
  readonly roles: Inventory;
}

/**
 * Profiles that are kept from one run to the next. An update evaluates those principals whose access is made from
 * something else than before: their own record, a document attached to them, their account's resources, what policies of
 * these resources say to them, service or resource control policies. The profiles are those of `evaluateProfiles`.
 */
export class KeptEvaluation {
  readonly #documents = new Documents();
  readonly #segments = new SegmentStore();
  #kept: KeptEstate | undefined;
  #numbers: ReadonlyMap<string, number> = new Map();
  #standings: ReadonlyMap<string, Standing> = new Map();
  readonly #profiles = new Map<string, KeptProfile>();

  /** `between` is awaited after each account that was evaluated. What it throws ends the update, and nothing has changed. */
  async update(input: KeptInput, between: () => Promise<void> | void = () => undefined): Promise<Evaluated> {
    const principals = [...input.principals];
    const policies = [...input.policies];
    const { access, kept } = await this.#open({ ...input, principals, policies });
    const documents = this.#documents.numbered(policies);
    const facts = {
      access,
      documents,
      accounts: new Map([...(input.accounts ?? [])].map((account) => [account.id, account])),
      inventories: [kept.resources, kept.roles],
      at: input.at,
    };
    const changed = changedPolicies(this.#numbers, documents);
    const round = new Round(facts, this.#segments, { standings: this.#standings, profiles: this.#profiles, changed });
    for (const [account, members] of membersByAccount(access.principals.values()))
      if (round.account(account, members)) await between();
    this.#kept = kept;
    this.#numbers = documents;
    this.#standings = round.standings;
    for (const [id, profile] of round.profiles) this.#profiles.set(id, profile);
    return { access, principals: round.evaluated, profiles: new Set(round.profiles.keys()) };
  }

  /** All profiles, in the order of those who have them. */
  *profiles(): Generator<ProfileOfPrincipals> {
    const members = this.#members();
    for (const id of this.#profiles.keys()) if (!members.has(id)) this.#profiles.delete(id);
    for (const [id, principalIds] of members) {
      const kept = this.#profiles.get(id);
      if (kept === undefined || this.#kept === undefined) continue;
      const { account, problems, cells } = kept;
      const segments = this.#segments.unpack(cells, baseOf(this.#kept.access.estate, account));
      yield { profile: { id, account, segments, problems }, principalIds };
    }
  }

  #members(): ReadonlyMap<string, readonly string[]> {
    const members = new Map<string, string[]>();
    for (const [principal, { profile }] of this.#standings) {
      const holders = members.get(profile);
      if (holders === undefined) members.set(profile, [principal]);
      else holders.push(principal);
    }
    return members;
  }

  /** The estate is sorted again only where there are other resources, or other roles. */
  async #open(input: KeptInput & { readonly principals: readonly AwsPrincipal[] }) {
    const { resources: read, sameResources = false, ...rest } = input;
    const before = this.#kept;
    const roles = roleInventory(input.principals);
    const sameRoles = before !== undefined && sameInventory(before.roles, roles);
    if (before !== undefined && sameResources && sameRoles)
      return { access: await openAwsAccess({ ...rest, resources: [] }, before.access), kept: before };
    const all = await read();
    const listed = Array.isArray(all) ? (all as readonly AwsResource[]) : [...all];
    const resources = inventoryOf(listed);
    const isSame = sameRoles && sameInventory(before.resources, resources);
    const access = await openAwsAccess({ ...rest, resources: listed }, isSame ? before.access : undefined);
    const { estate, actions, tables } = access;
    return { access, kept: { access: { estate, actions, tables }, resources, roles } };
  }
}
