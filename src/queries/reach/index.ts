export { type CouldBecome, type CouldBecomeRow, readCouldBecome } from './could-become.ts';
export type { Count, Facet, LevelCount, ReachCounts } from './counts.ts';
export type { ResourceFacts } from './grants.ts';
export type {
  DetachedPolicy,
  IndexedAnswer,
  IndexedReach,
  IndexedReachers,
  Loss,
  PolicyDetachment,
  RankedByRisk,
  RankedSubject,
  ReachSource,
  Removal,
  TrustRemoval,
  WhatIf,
} from './indexed.ts';
export { type Certainty, LEVELS, type Level, type LevelLists } from './levels.ts';
export type { Place } from './order.ts';
export type { PathStep } from './path.ts';
export { type BlastRadius, type BlastRadiusOptions, ReachReader } from './reader.ts';
export type { Risk, RiskInFull, RiskReachRow, RiskTerm } from './risk.ts';
export type { ReachRow } from './rows.ts';
export { readUnused, type UnusedAnswer, type UnusedRow } from './unused.ts';
export type {
  Reacher,
  ReacherPlace,
  ReacherRow,
  ReachersAnswer,
  ReachersOptions,
} from './who-can-reach.ts';
