/**
 * Policy languages → access profiles. Pure: takes what was collected, gives what can be reached.
 * The seam is `types.ts`; AWS is opened with `openAwsAccess`.
 */
export { type AwsAccess, openAwsAccess } from './aws/access.ts';
export { allowsAny, askAction, surest } from './aws/actions-of.ts';
export { containerOf, FACETS, facetId, prepareEstate, resourcePath } from './aws/estate.ts';
export { resourceGrants } from './aws/grant/grants.ts';
export { compilePolicy } from './aws/policy/policy.ts';
export { evaluateProfiles } from './aws/profile/evaluate.ts';
export { explain } from './aws/profile/explain.ts';
export { assumeEdges } from './aws/trust/edges.ts';
export type { Sureness } from './aws/trust/verdict.ts';
export { Candidates } from './escalation/candidates.ts';
export { type Escalation, Escalations } from './escalation/escalations.ts';
export type { EscalationFacts, Workload } from './escalation/facts.ts';
export { foldSegments } from './ranges/fold.ts';
export { compareCodePoints } from './ranges/order.ts';
export * from './types.ts';
