import type { Problem } from '../problem.ts';
import { Interned } from '../ranges/intern.ts';
import type { AwsAccessInput, AwsPrincipal, AwsResource } from '../types.ts';
import { ActionSets } from './action/sets.ts';
import { type ActionTable, loadActionTable } from './action/table.ts';
import { ArnPatterns } from './arn/pattern.ts';
import type { KeyLookup } from './condition/keys.ts';
import { type SettledTest, settledKey } from './condition/settled.ts';
import { type Estate, prepareEstate } from './estate.ts';
import { type KeyGrants, readKeyGrants } from './kms/grants.ts';
import { keyProblems } from './kms/problems.ts';
import { Accounts } from './organisation/accounts.ts';
import { PolicyShelf } from './policy/shelf.ts';
import { roleKey, sessionRole } from './principal/element.ts';
import { PRINCIPAL_KEYS, PRINCIPAL_TAG, principalKeys } from './principal/keys.ts';
import { withSessions } from './principal/sessions.ts';
import { createKinds, type StatementKind } from './profile/kinds.ts';
import { type ResourcePolicies, readResourcePolicies } from './resource/policies.ts';
import { type FacetShare, shareKey, WHOLE } from './resource/share.ts';
import type { BindingTools } from './statement/bind.ts';
import { allowsSessionTags } from './trust/session-tags.ts';

/** What was met before, by number. Says nothing of who or of which documents: good for any of an estate. */
export interface AccessTables {
  readonly sets: ActionSets;
  readonly tools: BindingTools;
  readonly kinds: Interned<StatementKind>;
  readonly keyLists: Interned<readonly string[]>;
  readonly shares: Interned<FacetShare>;
}

/** Everything one evaluation shares: the estate, the documents, and the tables of what was met before. */
export interface AwsAccess extends AccessTables {
  readonly estate: Estate;
  readonly actions: ActionTable;
  readonly tables: AccessTables;
  readonly shelf: PolicyShelf;
  readonly principals: ReadonlyMap<string, AwsPrincipal>;
  /** Of resources; those of policies are with the profiles. */
  readonly problems: readonly Problem[];
  /** Condition keys (lower case) that some principal's own record can decide, tags apart; sorted. */
  readonly decidableKeys: readonly string[];
  readonly resourcePolicies: ResourcePolicies;
  readonly accounts: Accounts;
  readonly keyGrants: KeyGrants;
  /** Role → id of its trust policy. */
  readonly trust: ReadonlyMap<string, string>;
  /** Who is meant by an ARN: by a role's also its sessions, by a session's also the role that it may be one of. */
  named(arn: string): readonly AwsPrincipal[];
  /** The keys of a principal that asks for something in an account (its own by default). */
  lookupOf(principal: AwsPrincipal, resourceAccount?: string): KeyLookup;
}

/**
 * Reads the input once and loads the action reference for its resource types. Never fails on bad policies.
 * `before`: the estate of the same resources and roles; the input's are not read then.
 */
export async function openAwsAccess(
  input: AwsAccessInput,
  before?: Pick<AwsAccess, 'estate' | 'actions' | 'tables'>,
): Promise<AwsAccess> {
  const identities = new Map([...input.principals].map((principal) => [principal.id, principal]));
  const { principals, problems: sessionProblems } = withSessions(identities, input.sessions ?? []);
  const accounts = new Accounts(input.accounts ?? []);
  const estate = before?.estate ?? prepareEstate(withRoles(input.resources, identities.values()));
  const actions = before?.actions ?? (await loadActionTable(estate.types));
  const tables = before?.tables ?? newTables(actions);
  const { tools } = tables;
  const decidable = decidableKeys(principals.values());
  const shelf = new PolicyShelf(input.policies, tools, actions, canDecide(decidable));
  const trust = new Map([...(input.trustPolicies ?? [])].map(({ roleId, policyId }) => [roleId, policyId]));
  const sessionTags = (principal: AwsPrincipal): boolean => {
    const policyId = trust.get(principal.id);
    return policyId === undefined || allowsSessionTags(shelf.compiled(policyId, 'resource'));
  };
  const resourcePolicies = readResourcePolicies(input.resourcePolicies ?? [], estate, shelf);
  const at = input.at === undefined ? undefined : new Date(input.at);
  return {
    ...tables,
    estate,
    actions,
    tables,
    shelf,
    trust,
    principals,
    decidableKeys: [...decidable].sort(),
    accounts,
    keyGrants: readKeyGrants(input.kmsGrants ?? []),
    problems: [
      ...estate.problems,
      ...actions.unknownTypes.map(unknownType),
      ...sessionProblems,
      ...keyProblems(resourcePolicies, estate, input.kmsGrants !== undefined),
    ],
    resourcePolicies,
    named: namesOf(principals),
    lookupOf: lastAsked((principal, resourceAccount) =>
      principalKeys(principal, {
        resourceAccount,
        accounts,
        at,
        sessionTags: principal.kind === 'role' && sessionTags(principal),
      }),
    ),
  };
}

function newTables(actions: ActionTable): AccessTables {
  const sets = new ActionSets(actions);
  const keyLists = new Interned<readonly string[]>((keys) => keys.join('\n'));
  const shares = new Interned<FacetShare>(shareKey);
  // The empty list and the whole are number 0: what most statements have.
  keyLists.idOf([]);
  shares.idOf(WHOLE);
  const settled = new Interned<readonly SettledTest[]>(settledKey);
  settled.idOf([]);
  const tools: BindingTools = {
    setOf: ({ action }) => sets.intern(action),
    patterns: new ArnPatterns(),
    keyLists,
    settled,
  };
  return { sets, tools, kinds: createKinds(), keyLists, shares };
}

function unknownType(type: string): Problem {
  return {
    code: 'resource-type-unknown',
    message: `The Service Authorization Reference has no actions on ${type}`,
  };
}

function decidableKeys(principals: Iterable<AwsPrincipal>): ReadonlySet<string> {
  const keys = new Set(PRINCIPAL_KEYS);
  for (const { variables, session } of principals) {
    for (const name of Object.keys({ ...variables, ...session?.variables })) {
      const key = name.toLowerCase();
      if (!key.startsWith(PRINCIPAL_TAG)) keys.add(key);
    }
  }
  return keys;
}

/** Whether a principal's own record can decide a key: all other keys are the same to everyone. */
function canDecide(keys: ReadonlySet<string>): (key: string) => boolean {
  return (key) => keys.has(key) || key.startsWith(PRINCIPAL_TAG);
}

/** A role is also a resource: it is what `sts:AssumeRole` and `iam:PassRole` act on. */
function* withRoles(resources: Iterable<AwsResource>, principals: Iterable<AwsPrincipal>): Generator<AwsResource> {
  yield* resources;
  for (const { id, account, kind } of principals) if (kind === 'role') yield { id, account, type: 'iam:role' };
}

function namesOf(principals: ReadonlyMap<string, AwsPrincipal>): AwsAccess['named'] {
  const roles = new Map<string, AwsPrincipal>();
  const sessions = new Map<string, AwsPrincipal[]>();
  for (const each of principals.values()) {
    if (each.kind === 'role') roles.set(roleKey(each), each);
    if (each.session === undefined) continue;
    const ofRole = sessions.get(each.session.roleId) ?? [];
    sessions.set(each.session.roleId, ofRole);
    ofRole.push(each);
  }
  return (arn) => {
    const role = sessionRole(arn);
    const found = [principals.get(arn), role === undefined ? undefined : roles.get(role), ...(sessions.get(arn) ?? [])];
    return found.flatMap((each) => (each === undefined || each.kind === 'group' ? [] : [each]));
  };
}

/** Whoever asks for one principal mostly asks again for the same: then it is the same lookup. */
function lastAsked(make: (principal: AwsPrincipal, resourceAccount: string) => KeyLookup): AwsAccess['lookupOf'] {
  let last: { readonly principal: AwsPrincipal; readonly account: string; readonly lookup: KeyLookup } | undefined;
  return (principal, account = principal.account) => {
    if (last?.principal !== principal || last.account !== account) {
      last = { principal, account, lookup: make(principal, account) };
    }
    return last.lookup;
  };
}
