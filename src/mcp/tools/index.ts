import type { Tool } from '../tool.ts';
import { blastRadius } from './blast-radius.ts';
import { coverage } from './coverage.ts';
import { runCypher } from './cypher.ts';
import { findings } from './findings.ts';
import { lineage, lookUp } from './look-up.ts';
import { missionTools } from './mission.ts';
import { owner } from './owner.ts';
import { describeQuestion, findQuestions, runQuestion } from './questions.ts';
import { proposeRemedies } from './remedies.ts';
import { whoCanReach } from './who-can-reach.ts';

/** Every tool, in the order in which they are listed. */
export function tools(): readonly Tool[] {
  return [
    lookUp,
    lineage,
    owner,
    blastRadius,
    whoCanReach,
    findings,
    proposeRemedies,
    ...missionTools().filter(({ name }) => name !== whoCanReach.name),
    findQuestions,
    describeQuestion,
    runQuestion,
    coverage,
    runCypher,
  ];
}
