import type { Action } from '../../../auth/index.ts';
import { relations } from '../../../queries/lineage/index.ts';
import { edges, type Label, labels, nodes, type PropSpec } from '../../../schema/index.ts';

/** Who may ask a root field. */
export interface RootRule {
  readonly action: Action;
  /** Why it is not for callers with a scope; without it, it is answered from what they see. */
  readonly whole?: string;
}

const READ: RootRule = { action: 'read' };
const DECIDE: RootRule = { action: 'decide', whole: 'decisions are taken by those who see all that hangs on them' };

/**
 * The rule of every field of Query and Mutation. A field that is not here is for administrators, and a test fails: whoever adds one
 * decides here who may ask it. What resolvers read of graph and reach is cut to the caller’s scope before it reaches them
 * (`horizon.ts`); what reads anything else cannot be cut, and says why.
 */
export const ROOT_RULES: Readonly<Record<string, RootRule>> = {
  'Query.agent': READ,
  'Query.human': READ,
  'Query.credential': READ,
  'Query.resource': READ,
  'Query.node': READ,
  'Query.agents': READ,
  'Query.findings': READ,
  'Query.ownership': READ,
  'Query.blastRadius': READ,
  'Query.whoCanReach': READ,
  'Query.coverage': READ,
  'Query.savedQueries': READ,
  'Query.savedQuery': READ,
  'Query.graphModel': READ,
  'Query.agentRanking': READ,
  'Query.whatIf': READ,
  'Query.unusedAccess': READ,
  'Query.orphanAgents': READ,
  'Query.departedOwners': READ,
  'Query.departedEstate': READ,
  'Query.ownedBy': READ,
  'Query.handover': READ,
  'Query.runSavedQuery': READ,
  'Query.sources': READ,
  'Query.estate': READ,
  'Query.edgeFacts': READ,
  'Query.agentTable': READ,
  'Query.credentialTable': READ,
  'Query.resourceTable': READ,
  'Query.humanTable': READ,
  'Query.cypher': { action: 'cypher', whole: 'a statement of one’s own may ask of anything' },
  'Mutation.confirmOwner': DECIDE,
  'Mutation.contestOwner': DECIDE,
  'Mutation.delegateOwner': DECIDE,
  'Mutation.takeOverOwner': DECIDE,
  'Mutation.acknowledgeFinding': DECIDE,
  'Mutation.assignFinding': DECIDE,
  'Mutation.acceptFinding': DECIDE,
  'Mutation.withdrawDecision': DECIDE,
};

/** Types that only stand within the answer of a root field, and say no more than it: its rule is theirs. */
const PARTS: ReadonlySet<string> = new Set([
  ...['OwnershipAlternative', 'AgentTableEdge', 'CredentialTableEdge', 'HumanTableEdge', 'ResourceTableEdge'],
  ...['AccessLevels', 'Acting', 'AgentRanking', 'AgentTable', 'Agents', 'BlastRadius', 'CouldBecome', 'CouldBecomeRow'],
  ...['Count', 'Coverage', 'CredentialTable', 'CypherTable', 'DepartedOwner', 'DepartedOwners', 'EdgeFact', 'Estate'],
  ...['Facet', 'FindingAges', 'Findings', 'GraphModel', 'HumanTable', 'LevelCount', 'Loss', 'ModelEdge', 'ModelNode'],
  ...['ModelProperty', 'OrphanAgent', 'OrphanAgents', 'Owner', 'Ownership', 'PageInfo', 'PathStep', 'RankedAgent'],
  ...['ReachCounts', 'ReachRow', 'ReachedScope', 'ReacherRow', 'ResourceTable', 'SavedQuery', 'SavedQueryAnswer'],
  ...['SavedQueryColumn', 'SavedQueryParameter', 'SavedQueryRow', 'Source', 'StepCoverage', 'TableGroup', 'TrendDay'],
  ...['WhatIf', 'WhatIfSubject', 'WhoCanReach', 'AgentEdge', 'DepartedOwnerEdge', 'FindingEdge', 'OrphanAgentEdge'],
  ...['RankedAgentEdge', 'ReachEdge', 'ReacherEdge', 'DecisionPayload', 'FindingMoment', 'OwnedThing', 'OwnedThings'],
  ...['OwnedThingEdge', 'Risk', 'RiskReach', 'RiskScore', 'RiskTerm', 'UnusedAccess', 'UnusedAccessEdge'],
  ...['UnusedAccessRow'],
]);

/** Fields of nodes that are neither declared properties nor relations. */
const NODE_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'firstSeen',
  'lastSeen',
  'retiredAt',
  'known',
  'claims',
  'reachCounts',
  'risk',
  'state',
  'acceptedUntil',
  'assignee',
  'isOverdue',
  'history',
]);

const RELATION_TYPES: ReadonlyMap<string, Readonly<Record<string, PropSpec>>> = new Map(
  relations.flatMap(({ of, name, edge }) => {
    const type = `${of}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return [
      [`${type}Edge`, edges[edge].props],
      [`${type}Connection`, {}],
    ] as const;
  }),
);

const RELATION_FIELDS: ReadonlySet<string> = new Set(relations.map(({ of, name }) => `${of}.${name}`));

export function isNodeType(type: string): type is Label {
  return (labels as readonly string[]).includes(type);
}

/** Whether a field that is not of Query or Mutation has a rule: its own, its type’s, or the one that its declaration gives. */
export function hasRule(type: string, field: string): boolean {
  if (!isNodeType(type)) return PARTS.has(type) || RELATION_TYPES.has(type);
  return field in nodes[type].props || NODE_FIELDS.has(field) || RELATION_FIELDS.has(`${type}.${field}`);
}

/** Names by which people are called: shown to everybody who may ask at all, or no answer could say who must act. */
const DISPLAYED: ReadonlySet<string> = new Set(['Human.name', 'Finding.routedTo']);

export function isPersonal(type: string, field: string): boolean {
  const props: Readonly<Record<string, PropSpec>> = isNodeType(type)
    ? nodes[type].props
    : (RELATION_TYPES.get(type) ?? {});
  return props[field]?.personal === true && !DISPLAYED.has(`${type}.${field}`);
}
