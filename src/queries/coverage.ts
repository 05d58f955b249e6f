import type { Graph } from '../graph/index.ts';
import { scopeOf } from './scope/index.ts';

/** One step of a source as its last run left it. */
export interface StepCoverage {
  readonly step: string;
  readonly source: string;
  readonly scope: string;
  readonly outcome: string;
  /** What was missing. */
  readonly reason: string | undefined;
  readonly lastRunAt: string | undefined;
  /** When it was last seen whole. */
  readonly completeAt: string | undefined;
  readonly records: number | undefined;
}

/** What could not be seen, and how fresh the rest is: part of every answer. */
export interface Coverage {
  /** Version of the graph the answer was read from. */
  readonly graphVersion: number;
  /** Oldest time at which a complete source was last seen whole. */
  readonly asOf: string | undefined;
  readonly sources: number;
  readonly incomplete: readonly StepCoverage[];
  /** One sentence: `2 of 9 sources incomplete: aws since 03:10 (denied: …)`. */
  readonly line: string;
}

const STEPS = `
  MATCH (s:Step) WHERE s.source <> 'derive' AND s.source <> 'findings'
  RETURN s.id AS step, s.source AS source, s.scope AS scope, s.outcome AS outcome, s.reason AS reason, s.lastRunAt AS lastRunAt,
         s.completeAt AS completeAt, s.records AS records, s.retiring AS retiring
  ORDER BY step`;

/** Every step of every source. To those with a scope it is not told how many records there were. */
export async function readSteps(graph: Graph): Promise<StepCoverage[]> {
  const isCut = scopeOf(graph) !== undefined;
  const rows = await graph.read(STEPS);
  return rows.map((row) => ({
    step: row['step'] as string,
    source: row['source'] as string,
    scope: row['scope'] as string,
    outcome: row['retiring'] === true ? 'partial' : (row['outcome'] as string),
    reason:
      row['retiring'] === true
        ? 'retirement of vanished facts is not finished'
        : ((row['reason'] as string | null) ?? undefined),
    lastRunAt: (row['lastRunAt'] as string | null) ?? undefined,
    completeAt: (row['completeAt'] as string | null) ?? undefined,
    records: isCut ? undefined : ((row['records'] as number | null) ?? undefined),
  }));
}

/** The coverage of an answer that is given now: that it is cut to a scope, too. */
export async function readCoverage(graph: Graph): Promise<Coverage> {
  const [steps, version, scope] = await Promise.all([
    readSteps(graph),
    graph.read('MATCH (r:Run) WHERE r.graphVersion > 0 RETURN coalesce(max(r.graphVersion), 0) AS version'),
    scopeOf(graph),
  ]);
  const seen = coverageOf(steps, (version[0]?.['version'] as number | undefined) ?? 0);
  return scope === undefined ? seen : { ...seen, line: `${seen.line}; cut to your scope, ${scope.says}` };
}

export function coverageOf(steps: readonly StepCoverage[], graphVersion: number): Coverage {
  const incomplete = steps.filter((step) => step.outcome !== 'complete');
  const complete = steps.flatMap((step) => (step.completeAt === undefined ? [] : [step.completeAt])).sort();
  return {
    graphVersion,
    asOf: complete[0],
    sources: sourcesOf(steps).length,
    incomplete,
    line: lineOf(steps, incomplete),
  };
}

function sourcesOf(steps: readonly StepCoverage[]): string[] {
  return [...new Set(steps.map((step) => `${step.source}:${step.scope}`))];
}

function lineOf(steps: readonly StepCoverage[], incomplete: readonly StepCoverage[]): string {
  const sources = sourcesOf(steps);
  if (sources.length === 0) return 'no source has been read yet';
  const broken = sourcesOf(incomplete);
  if (broken.length === 0) return `all ${sources.length} sources complete`;
  const named = incomplete
    .slice(0, 3)
    .map((step) => `${step.step} ${step.outcome} since ${step.completeAt ?? 'the beginning'}`);
  const more = incomplete.length > 3 ? ` and ${incomplete.length - 3} more` : '';
  return `${broken.length} of ${sources.length} sources incomplete: ${named.join('; ')}${more}`;
}
