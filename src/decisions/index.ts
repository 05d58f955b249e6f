export { fieldError } from './check.ts';
export { type DecisionDesk, decisionDesk } from './desk.ts';
export { settleDecisions } from './settle.ts';
export { type Decided, type DecisionInput, type DecisionKind, subjectLabels } from './types.ts';
