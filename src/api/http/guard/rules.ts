import type { Action } from '../../../auth/index.ts';
import { relations } from '../../../queries/lineage/index.ts';
import { edges, type Label, labels, nodes, type PropSpec } from '../../../schema/index.ts';
import * as cut from './cut.ts';

/** Who may ask a root field, and how its answer is cut to a scope. */
export interface RootRule {
  readonly action: Action;
  /** Without it the field is not for callers with a scope. */
  readonly cut?: cut.Cut;
}

/**
 * The rule of every field of Query and Mutation. A field that is not here is for administrators, and a test fails: whoever adds one
 * decides here who may ask it. What can be cut to a scope says how; everything else asks for `read-all` or more.
 */
export const ROOT_RULES: Readonly<Record<string, RootRule>> = {
  'Query.agent': { action: 'read', cut: cut.lookUp },
  'Query.human': { action: 'read', cut: cut.lookUp },
  'Query.credential': { action: 'read', cut: cut.lookUp },
  'Query.resource': { action: 'read', cut: cut.lookUp },
  'Query.node': { action: 'read', cut: cut.lookUp },
  'Query.agents': { action: 'read', cut: cut.agents },
  'Query.findings': { action: 'read', cut: cut.findings },
  'Query.ownership': { action: 'read', cut: cut.ownership },
  'Query.blastRadius': { action: 'read', cut: cut.blastRadius },
  'Query.whoCanReach': { action: 'read', cut: cut.whoCanReach },
  'Query.coverage': { action: 'read', cut: cut.nothing },
  'Query.savedQueries': { action: 'read', cut: cut.nothing },
  'Query.savedQuery': { action: 'read', cut: cut.nothing },
  'Query.graphModel': { action: 'read', cut: cut.nothing },
  'Query.agentRanking': { action: 'read-all' },
  'Query.whatIf': { action: 'read-all' },
  'Query.unusedAccess': { action: 'read-all' },
  'Query.orphanAgents': { action: 'read-all' },
  'Query.departedOwners': { action: 'read-all' },
  'Query.departedEstate': { action: 'read-all' },
  'Query.ownedBy': { action: 'read-all' },
  'Query.handover': { action: 'read-all' },
  'Query.runSavedQuery': { action: 'read-all' },
  'Query.sources': { action: 'read-all' },
  'Query.estate': { action: 'read-all' },
  'Query.edgeFacts': { action: 'read-all' },
  'Query.agentTable': { action: 'read-all' },
  'Query.credentialTable': { action: 'read-all' },
  'Query.resourceTable': { action: 'read-all' },
  'Query.humanTable': { action: 'read-all' },
  'Query.cypher': { action: 'cypher' },
  'Mutation.confirmOwner': { action: 'decide' },
  'Mutation.contestOwner': { action: 'decide' },
  'Mutation.delegateOwner': { action: 'decide' },
  'Mutation.takeOverOwner': { action: 'decide' },
  'Mutation.acknowledgeFinding': { action: 'decide' },
  'Mutation.assignFinding': { action: 'decide' },
  'Mutation.acceptFinding': { action: 'decide' },
  'Mutation.withdrawDecision': { action: 'decide' },
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

/** Figures that are not cut: told of a whole subject, so not to those who see some environments only, or to nobody with a scope. */
export function isWhole(type: string, field: string): 'environments' | 'any' | undefined {
  const path = `${type}.${field}`;
  if (path.endsWith('Connection.totalCount') || WHOLE.has(path)) return 'any';
  return field === 'reachCounts' || WHOLE_ENVIRONMENTS.has(path) ? 'environments' : undefined;
}

const WHOLE: ReadonlySet<string> = new Set([
  ...['WhoCanReach.totalCount', 'WhoCanReach.line', 'WhoCanReach.byKind', 'WhoCanReach.byEnvironment'],
]);

const WHOLE_ENVIRONMENTS: ReadonlySet<string> = new Set([
  ...['BlastRadius.counts', 'BlastRadius.line', 'BlastRadius.totalCount', 'BlastRadius.couldBecome'],
]);
