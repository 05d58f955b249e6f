import { hash } from 'node:crypto';
import { distinctProblems, type Problem } from '../problem.ts';
import type { AccessProfile, AccessSegment, Certainty, ProfileOfPrincipals } from '../types.ts';
import { type ActionSet, type ActionTable, NO_ACTIONS } from './actions.ts';
import { type Judge, type Judgement, openKeys } from './judge.ts';
import type { Places } from './places.ts';
import type { Rule, Standing } from './rule.ts';
import { type Run, runsOf } from './sweep.ts';

/** A policy language over a hierarchy, opened on what was collected. */
export interface Language<R extends Rule = Rule> {
  /** Name and version of the evaluator: raised whenever the same input may give another profile. */
  readonly evaluator: string;
  readonly places: Places;
  readonly actions: ActionTable;
  readonly judge: Judge<R>;
  /** Everyone who acts. */
  readonly principals: readonly string[];
  /** Of the input as a whole; those of a principal are with its profile. */
  readonly problems: readonly Problem[];
  /** `undefined` for a principal that is not known. */
  standingOf(principalId: string): Standing<R> | undefined;
}

/** Evaluates every profile once for all who share it. */
export function* profilesOf<R extends Rule>(
  language: Language<R>,
  principals: Iterable<string> = language.principals,
): Generator<ProfileOfPrincipals> {
  for (const { id, standing, principalIds } of groupsOf(language, principals)) {
    yield { profile: profileOf(language, standing, id), principalIds };
  }
}

export interface StandingGroup<R extends Rule = Rule> {
  readonly id: string;
  readonly standing: Standing<R>;
  readonly principalIds: readonly string[];
}

/** Who shares a profile, before any is evaluated. */
export function groupsOf<R extends Rule>(language: Language<R>, principals: Iterable<string>): StandingGroup<R>[] {
  const groups = new Map<string, { standing: Standing<R>; principalIds: string[] }>();
  for (const principal of principals) {
    const standing = language.standingOf(principal);
    if (standing === undefined) continue;
    const id = standingId(language.evaluator, standing);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { standing, principalIds: [principal] });
    else group.principalIds.push(principal);
  }
  return [...groups].map(([id, group]) => ({ id, ...group }));
}

/** Equal for equal inputs in every run, whatever their order. */
export function standingId(evaluator: string, { tenant, gates, problems }: Standing): string {
  const parts = gates.map(({ name, rules }) => [name, ...[...new Set(rules.map((rule) => rule.identity))].sort()]);
  const said = problems.map(({ code, message }) => `${code} ${message}`).sort();
  return hash('sha256', JSON.stringify([evaluator, tenant, parts, said]), 'hex').slice(0, 32);
}

export interface JudgedRun {
  readonly run: Run;
  readonly judgement: Judgement;
}

/** Every run of places with its judgement; equal sets of rules are judged once. */
export function* judgedRuns<R extends Rule>(
  language: Language<R>,
  { gates }: Standing<R>,
  types?: ReadonlySet<string>,
): Generator<JudgedRun> {
  const rules = gates.flatMap((gate, index) => gate.rules.map((rule) => ({ gate: index, rule })));
  const judged = new Map<string, Judgement>();
  const partitions = language.places.partitions.filter(({ type }) => types?.has(type) ?? true);
  const ranges = rules.map(({ rule }) => rule.ranges);
  for (const run of runsOf(ranges, partitions)) {
    const key = `${run.type}|${run.active.join(',')}`;
    const known = judged.get(key);
    if (known !== undefined) yield { run, judgement: known };
    else {
      const here = run.active.flatMap((index) => rules[index] ?? []);
      const byGate = gates.map((_, gate) => here.filter((each) => each.gate === gate).map(({ rule }) => rule));
      const judgement = language.judge(byGate, language.actions.of(run.type));
      judged.set(key, judgement);
      yield { run, judgement };
    }
  }
}

function profileOf<R extends Rule>(language: Language<R>, standing: Standing<R>, id: string): AccessProfile {
  const segments: AccessSegment[] = [];
  for (const { run, judgement } of judgedRuns(language, standing)) {
    const type = language.actions.of(run.type);
    const segment: AccessSegment = {
      lo: run.lo,
      hi: run.hi,
      type: run.type,
      certain: type.levels(judgement.certain),
      possible: type.levels(judgement.possible),
      unknown: type.levels(judgement.unknown),
      conditionKeys: openKeys(judgement, type),
    };
    if ((segment.possible | segment.unknown) !== 0) join(segments, segment);
  }
  return { id, account: standing.tenant, segments, problems: distinctProblems(standing.problems) };
}

function join(segments: AccessSegment[], next: AccessSegment): void {
  const last = segments.at(-1);
  if (last?.hi === next.lo && meaning(last) === meaning(next)) segments[segments.length - 1] = { ...last, hi: next.hi };
  else segments.push(next);
}

function meaning({ type, certain, possible, unknown, conditionKeys }: AccessSegment): string {
  return [type, certain, possible, unknown, ...conditionKeys].join('\n');
}

/** Where one of some actions is allowed, and how surely. */
export interface AllowedRun {
  readonly lo: number;
  readonly hi: number;
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
}

/** The runs of a type where at least one of the actions is allowed, by the surest of them. */
export function* allowedRuns<R extends Rule>(
  language: Language<R>,
  standing: Standing<R>,
  type: string,
  actions: readonly string[],
): Generator<AllowedRun> {
  const table = language.actions.of(type);
  const wanted = actions.reduce((set, name) => set | (table.one(name) ?? NO_ACTIONS), NO_ACTIONS);
  for (const { run, judgement } of judgedRuns(language, standing, new Set([type]))) {
    const narrowed = narrow(judgement, wanted);
    const certainty = surest(narrowed);
    if (certainty === undefined) continue;
    const conditionKeys = certainty === 'conditional' ? openKeys(narrowed, table) : [];
    yield { lo: run.lo, hi: run.hi, certainty, conditionKeys };
  }
}

export function narrow(judgement: Judgement, wanted: ActionSet): Judgement {
  return {
    certain: judgement.certain & wanted,
    possible: judgement.possible & wanted,
    unknown: judgement.unknown & wanted,
    conditional: judgement.conditional,
  };
}

export function surest({ certain, possible, unknown }: Judgement): Certainty | undefined {
  if (certain !== NO_ACTIONS) return 'certain';
  if (possible !== NO_ACTIONS) return 'conditional';
  return unknown === NO_ACTIONS ? undefined : 'unknown';
}
