import type { EdgeType, Label } from '../../schema/index.ts';

/** A named way from a node over one edge type to its neighbours. */
export interface Relation {
  readonly of: Label;
  /** Its name in the API. */
  readonly name: string;
  readonly edge: EdgeType;
  readonly direction: 'out' | 'in';
  /** Labels of the neighbours it leads to. */
  readonly to: readonly Label[];
  /** There is at most one that matters: the first. */
  readonly single?: true;
  readonly doc: string;
}

type Rest = Pick<Relation, 'single'>;

const out = (
  of: Label,
  name: string,
  edge: EdgeType,
  to: readonly Label[],
  doc: string,
  rest: Rest = {},
): Relation => ({
  of,
  name,
  edge,
  direction: 'out',
  to,
  doc,
  ...rest,
});
const into = (
  of: Label,
  name: string,
  edge: EdgeType,
  to: readonly Label[],
  doc: string,
  rest: Rest = {},
): Relation => ({
  ...out(of, name, edge, to, doc, rest),
  direction: 'in',
});
const ONE = { single: true } as const;
const OWNERS: readonly Label[] = ['Human', 'Team'];

/** What answers for a thing, and what was found out about it. */
const answered = (of: Label): Relation[] => [
  into(
    of,
    'owners',
    'OWNS',
    OWNERS,
    'Who answers for it, with confidence, verdict, basis and the keys of the evidence.',
  ),
  into(of, 'owner', 'OWNS', OWNERS, 'Who answers for it; null: the owner is not known.', ONE),
  into(of, 'decisions', 'DECIDES', ['Decision'], 'What people decided about its owner, those that ended included.'),
];
const told = (of: Label): Relation[] => [
  into(of, 'evidence', 'ABOUT', ['Evidence'], 'Observed reasons to link people to it.'),
  into(of, 'findings', 'ABOUT', ['Finding'], 'Stated problems with it.'),
];

/** Every relation the API offers, by the node it starts from. */
export const relations: readonly Relation[] = [
  out('Human', 'accounts', 'HAS_ACCOUNT', ['Principal'], 'Accounts in the systems.'),
  out('Human', 'manager', 'REPORTS_TO', ['Human'], 'Manager.', ONE),
  into('Human', 'reports', 'REPORTS_TO', ['Human'], 'People who report to them.'),
  out('Human', 'sponsor', 'SPONSORED_BY', ['Human'], 'Who answers for a contractor or guest.', ONE),
  out('Human', 'fallsTo', 'FALLS_TO', ['Human'], 'Who must act when they cannot, with the reason.', ONE),
  into('Human', 'dutiesOf', 'FALLS_TO', ['Human', 'Team'], 'Those whose duties fall, or would fall, to them.'),
  into('Human', 'decisions', 'DECIDED_BY', ['Decision'], 'What they decided.'),
  out('Human', 'teams', 'MEMBER_OF', ['Team'], 'Teams.'),
  out('Human', 'owns', 'OWNS', ['Agent', 'Principal', 'Credential'], 'What they answer for.'),
  out('Human', 'ownedAgents', 'OWNS', ['Agent'], 'Agents they answer for.'),
  out('Human', 'mergedInto', 'MERGED_INTO', ['Human'], 'The person they turned out to be.', ONE),
  into('Human', 'findingsRoutedTo', 'ROUTED_TO', ['Finding'], 'Findings that go to them.'),
  into('Human', 'findings', 'ABOUT', ['Finding'], 'Findings about them.'),

  out('Team', 'fallsTo', 'FALLS_TO', ['Human'], 'Who must act for it: who leads it, or led it last.', ONE),
  into('Team', 'members', 'MEMBER_OF', ['Human', 'Principal'], 'Members.'),
  out('Team', 'owns', 'OWNS', ['Agent', 'Principal', 'Credential'], 'What it answers for.'),

  ...answered('Agent'),
  out('Agent', 'credentials', 'USES', ['Credential'], 'Credentials it consumes, with how that is known.'),
  out('Agent', 'principals', 'RUNS_AS', ['Principal'], 'What it acts as.'),
  out('Agent', 'tools', 'HAS_TOOL', ['Tool'], 'Tools it can call.'),
  out('Agent', 'runsOn', 'RUNS_ON', ['Device', 'Resource'], 'Where it runs.'),
  out('Agent', 'delegatesTo', 'DELEGATES_TO', ['Agent'], 'Agents it calls.'),
  into('Agent', 'calledBy', 'DELEGATES_TO', ['Agent'], 'Agents that call it.'),
  into('Agent', 'sessions', 'BY', ['Session'], 'Its sessions.'),
  out('Agent', 'contacted', 'CONTACTED', ['Endpoint'], 'Hosts it contacted.'),
  out('Agent', 'actedOn', 'ACTED_ON', ['Resource'], 'What it did, with the credentials, the people and the reasoning.'),
  out('Agent', 'refused', 'REFUSED', ['Resource'], 'What it tried and was refused.'),
  ...told('Agent'),

  out('Tool', 'credentials', 'USES', ['Credential'], 'Credentials it consumes.'),
  out('Tool', 'principals', 'RUNS_AS', ['Principal'], 'What it acts as.'),
  out('Tool', 'tools', 'HAS_TOOL', ['Tool'], 'Tools behind it.'),
  into('Tool', 'callers', 'HAS_TOOL', ['Agent', 'Tool'], 'What can call it.'),
  out('Tool', 'runsOn', 'RUNS_ON', ['Device', 'Resource'], 'Where it runs.'),
  ...told('Tool'),

  into('Device', 'runs', 'RUNS_ON', ['Agent', 'Tool'], 'What runs on it.'),
  into('Device', 'heldCredentials', 'STORED_IN', ['Credential'], 'Credentials kept on it.'),
  out('Device', 'contains', 'CONTAINS', ['Resource'], 'Files on it.'),
  out('Device', 'contacted', 'CONTACTED', ['Endpoint'], 'Hosts it contacted.'),
  into('Device', 'evidence', 'ABOUT', ['Evidence'], 'Observed reasons to link people to it.'),

  ...answered('Principal'),
  into('Principal', 'human', 'HAS_ACCOUNT', ['Human'], 'The person whose account it is.', ONE),
  into('Principal', 'credentials', 'AUTHENTICATES_AS', ['Credential'], 'Credentials that authenticate as it.'),
  into('Principal', 'runners', 'RUNS_AS', ['Agent', 'Tool', 'Resource'], 'What acts as it.'),
  out('Principal', 'groups', 'MEMBER_OF', ['Principal'], 'Groups it is in.'),
  into('Principal', 'members', 'MEMBER_OF', ['Principal'], 'Members, where it is a group.'),
  out('Principal', 'canAssume', 'CAN_ASSUME', ['Principal'], 'What it may become.'),
  into('Principal', 'assumableBy', 'CAN_ASSUME', ['Principal', 'TrustGroup'], 'Who may become it.'),
  out('Principal', 'trustGroups', 'IN_TRUST_GROUP', ['TrustGroup'], 'Groups of those who may become others.'),
  out('Principal', 'couldBecome', 'COULD_BECOME', ['Principal'], 'What it could make itself; not part of reach.'),
  out('Principal', 'accessProfiles', 'HAS_ACCESS', ['AccessProfile'], 'Its effective access.'),
  out('Principal', 'policies', 'GOVERNED_BY', ['Policy'], 'Policies that apply to it, and as what.'),
  out('Principal', 'resources', 'CAN', ['Resource'], 'Resources whose own policies or assignments grant it access.'),
  out('Principal', 'touched', 'TOUCHED', ['Resource'], 'What it acted on.'),
  into('Principal', 'sessions', 'OF', ['Session'], 'Sessions as it.'),
  ...told('Principal'),

  ...answered('Credential'),
  into('Credential', 'usedBy', 'USES', ['Agent', 'Tool', 'Resource'], 'What consumes it.'),
  out('Credential', 'storedIn', 'STORED_IN', ['Resource', 'Device'], 'Where it is kept.'),
  out('Credential', 'authenticatesAs', 'AUTHENTICATES_AS', ['Principal'], 'What its holder is to the system.'),
  out('Credential', 'grantedOn', 'GRANTED_ON', ['Resource'], 'What it was granted on.'),
  out(
    'Credential',
    'accessProfiles',
    'HAS_ACCESS',
    ['AccessProfile'],
    'Effective access of its own (a session policy).',
  ),
  into(
    'Credential',
    'obtainableBy',
    'CAN_OBTAIN',
    ['AccessProfile', 'Principal'],
    'Who can read a place where it is kept.',
  ),
  out('Credential', 'sameAs', 'SAME_AS', ['Credential'], 'Other records of it, joined by fingerprint.'),
  out('Credential', 'usedFrom', 'USED_FROM', ['Origin'], 'Where it was used from.'),
  out('Credential', 'touched', 'TOUCHED', ['Resource'], 'What it acted on.'),
  out('Credential', 'contacted', 'CONTACTED', ['Endpoint'], 'Hosts it was sent to.'),
  out('Credential', 'policies', 'GOVERNED_BY', ['Policy'], 'Policies that apply to it.'),
  into('Credential', 'sessions', 'OF', ['Session'], 'Sessions made with it.'),
  ...told('Credential'),

  into('Resource', 'heldCredentials', 'STORED_IN', ['Credential'], 'Credentials kept in it.'),
  out('Resource', 'credentials', 'USES', ['Credential'], 'Credentials it consumes.'),
  out('Resource', 'principals', 'RUNS_AS', ['Principal'], 'What it acts as.'),
  into('Resource', 'runs', 'RUNS_ON', ['Agent', 'Tool'], 'What runs on it.'),
  into('Resource', 'grantedCredentials', 'GRANTED_ON', ['Credential'], 'Credentials granted on it by its own system.'),
  into(
    'Resource',
    'grants',
    'CAN',
    ['AccessProfile', 'Principal'],
    'Access granted on it by name; see also `whoCanReach`.',
  ),
  out('Resource', 'contains', 'CONTAINS', ['Resource'], 'What it holds.'),
  into('Resource', 'containedIn', 'CONTAINS', ['Resource', 'Device'], 'What holds it.'),
  out('Resource', 'policies', 'GOVERNED_BY', ['Policy'], 'Policies that apply to it.'),
  into('Resource', 'actedOnBy', 'ACTED_ON', ['Agent'], 'Agents that acted on it.'),
  into('Resource', 'touchedBy', 'TOUCHED', ['Credential', 'Session', 'Principal'], 'What acted on it.'),
  ...told('Resource'),

  into('Policy', 'governs', 'GOVERNED_BY', ['Principal', 'Resource', 'Credential'], 'What it applies to.'),
  into('AccessProfile', 'holders', 'HAS_ACCESS', ['Principal', 'Credential'], 'Who has it.'),
  out('AccessProfile', 'grants', 'CAN', ['Resource', 'Scope'], 'What it gives.'),
  out('AccessProfile', 'exceptions', 'CAN_EXCEPT', ['Resource'], 'What its scopes do not give.'),
  out(
    'AccessProfile',
    'couldBecome',
    'COULD_BECOME',
    ['Principal'],
    'What those who have it could make themselves; not part of reach.',
  ),
  out('AccessProfile', 'canObtain', 'CAN_OBTAIN', ['Credential'], 'Credentials kept where it can read.'),
  into('Scope', 'grants', 'CAN', ['AccessProfile'], 'What is granted on the whole range.'),
  into('TrustGroup', 'members', 'IN_TRUST_GROUP', ['Principal'], 'Members.'),
  out('TrustGroup', 'canAssume', 'CAN_ASSUME', ['Principal'], 'What members may become.'),

  out('Session', 'credentials', 'OF', ['Credential'], 'Credentials it was made with.'),
  out('Session', 'principals', 'OF', ['Principal'], 'What it acts as.'),
  out('Session', 'by', 'BY', ['Agent', 'Human'], 'The agent or person of it.'),
  out('Session', 'usedFrom', 'USED_FROM', ['Origin'], 'Where it was used from.'),
  out('Session', 'touched', 'TOUCHED', ['Resource'], 'What it acted on.'),
  into('Origin', 'credentials', 'USED_FROM', ['Credential'], 'Credentials used from there.'),
  into('Origin', 'sessions', 'USED_FROM', ['Session'], 'Sessions used from there.'),
  into('Endpoint', 'contactedBy', 'CONTACTED', ['Agent', 'Device', 'Credential'], 'What contacted it.'),
  out(
    'Evidence',
    'about',
    'ABOUT',
    ['Agent', 'Principal', 'Credential', 'Tool', 'Resource', 'Device'],
    'What it is about.',
  ),
  out('Evidence', 'names', 'NAMES', ['Principal', 'Human', 'Team'], 'Whom it names.'),
  out('Finding', 'about', 'ABOUT', ['Agent', 'Credential', 'Principal', 'Resource', 'Tool', 'Human'], 'Its subjects.'),
  into('Finding', 'decisions', 'DECIDES', ['Decision'], 'What people decided about it, those that ended included.'),
  out('Decision', 'about', 'DECIDES', ['Agent', 'Principal', 'Credential', 'Finding'], 'What it is about.'),
  out('Decision', 'decidedBy', 'DECIDED_BY', ['Human'], 'Who decided.', ONE),
  out('Decision', 'decidedFor', 'DECIDED_FOR', ['Human'], 'Whom it names.', ONE),
  out('Finding', 'routedToHuman', 'ROUTED_TO', ['Human'], 'The person it goes to.', ONE),
];
