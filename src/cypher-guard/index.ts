export { CypherGuard } from './guard.ts';
export { judge } from './judge.ts';
export { FUNCTIONS, PROCEDURES } from './language/functions.ts';
export type { Refusal, Verdict } from './verdict.ts';
