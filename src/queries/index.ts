export { catalogue, findQuery, readCatalogue } from './catalogue.ts';
export { type Coverage, readCoverage, readSteps, type StepCoverage } from './coverage.ts';
export { FINDABLE, type FindOptions, type FoundNode, findNode, findNodeOrNothing } from './find-node.ts';
export { countFindings, type FindingFilter, type FindingView, readFindings } from './findings.ts';
export {
  EVIDENCE_COLUMN,
  parseQuery,
  type QueryColumn,
  type QueryParameter,
  type SavedQuery,
  type ValueType,
} from './header.ts';
export { type Answer, type AnswerOptions, answer } from './run.ts';
