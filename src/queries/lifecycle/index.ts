export { readDecisions } from './decisions.ts';
export { type DigestRow, readDigests } from './digests.ts';
export { type FindingMoment, readFindingHistory } from './history.ts';
export { FINDING_STATES, type FindingState, type FindingStateName, readFindingStates } from './state.ts';
