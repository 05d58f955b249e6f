/**
 * Policy languages → access profiles. Pure: takes what was collected, gives what can be reached.
 * The seam is `types.ts`; AWS is opened with `openAwsAccess`, the other languages with theirs as a `Language`.
 */
export { type AwsAccess, openAwsAccess } from './aws/access.ts';
export { allowsAny, askAction, surest } from './aws/actions-of.ts';
export { containerOf, FACETS, facetId, prepareEstate, resourcePath } from './aws/estate.ts';
export { resourceGrants } from './aws/grant/grants.ts';
export { type Evaluated, KeptEvaluation, type KeptInput } from './aws/kept/evaluation.ts';
export { compilePolicy } from './aws/policy/policy.ts';
export { evaluateProfiles } from './aws/profile/evaluate.ts';
export { explain } from './aws/profile/explain.ts';
export { assumeEdges } from './aws/trust/edges.ts';
export type { Sureness } from './aws/trust/verdict.ts';
export { openAzureAccess } from './azure/index.ts';
export { becomeApplications, openEntraAccess } from './entra/index.ts';
export type * from './entra/types.ts';
export { Candidates } from './escalation/candidates.ts';
export { type Escalation, Escalations } from './escalation/escalations.ts';
export type { EscalationFacts, Workload } from './escalation/facts.ts';
export { becomeServiceAccount, openGcpAccess } from './gcp/index.ts';
export type * from './github/index.ts';
export { openGithubAccess } from './github/index.ts';
export type { BecomeEdge } from './hierarchy/become.ts';
export { type AccessExplanation, explainAccess } from './hierarchy/explain.ts';
export { type Language, profilesOf } from './hierarchy/profile.ts';
export type { Rule } from './hierarchy/rule.ts';
export { foldSegments } from './ranges/fold.ts';
export { compareCodePoints } from './ranges/order.ts';
export * from './types.ts';
export type * from './vault/index.ts';
export { openVaultAccess } from './vault/index.ts';
