export { decide, withdraw } from './decide.ts';
export { type DecisionDesk, decisionDesk } from './desk.ts';
export { settleDecisions } from './settle.ts';
export {
  type Decided,
  type Decision,
  type DecisionInput,
  type DecisionKind,
  FINDING_KINDS,
  isOwnerKind,
  OWNER_KINDS,
  subjectLabels,
} from './types.ts';
