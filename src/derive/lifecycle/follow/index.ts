export { dutyFacts } from './duties.ts';
export type { LimitedFacts } from './facts.ts';
export { personFacts } from './person.ts';
export { readTold, type ToldAccounts } from './told.ts';
