import type { AwsAccess, Verdict } from '../../../src/access/index.ts';
import { defectBehind } from './defects.ts';
import { FEATURES } from './features.ts';
import { openWorld, ourVerdict } from './ours.ts';
import { theirVerdict } from './theirs.ts';
import { ACTIONS } from './topology.ts';
import { idOf, type Question, type World } from './world.ts';

/** One decision on which the two differ, or a verdict of ours that does not hold. */
export interface Disagreement {
  readonly question: string;
  /** Within the request. */
  readonly ours: Verdict;
  /** With nothing known of the request. */
  readonly open: Verdict;
  readonly theirs: boolean;
}

/** What was seen over a run. */
export interface Tally {
  decisions: number;
  allowed: number;
  /** Decisions in which a feature made the difference, by the feature. */
  readonly decided: Map<string, number>;
  readonly open: Record<Verdict, number>;
  /** Disagreements that are the simulator's defects, by their name. */
  readonly defects: Map<string, number>;
}

export function newTally(): Tally {
  return {
    decisions: 0,
    allowed: 0,
    decided: new Map(Object.keys(FEATURES).map((name) => [name, 0])),
    open: { certain: 0, conditional: 0, unknown: 0, none: 0 },
    defects: new Map(),
  };
}

/** How many cases a feature is looked for before it is taken as well covered. */
const ENOUGH = 240;

/** Small, fast, and the same everywhere (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function questionsOf(world: World): Question[] {
  return world.principals.flatMap((principal) =>
    world.resources.flatMap((resource) =>
      (ACTIONS[resource.type] ?? []).map((action) => ({ principal, resource, action })),
    ),
  );
}

/** So many questions, half of them allowed where there are enough of both. */
function chosen(world: World, access: AwsAccess, count: number, seed: number): Question[] {
  const next = random(seed);
  const drawn = questionsOf(world)
    .map((question) => ({ question, at: next() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count * 3)
    .map(({ question }) => ({ question, allowed: ourVerdict(access, question, world) === 'certain' }));
  const allowed = drawn.filter((each) => each.allowed).slice(0, count / 2);
  const rest = drawn.filter((each) => !each.allowed).slice(0, count - allowed.length);
  return [...allowed, ...rest].map(({ question }) => question);
}

/**
 * Asks both about one organisation. Ours has to be certain or none once the request is known, and the same as theirs; what
 * ours says without the request has to hold in this one.
 */
export async function compare(world: World, count: number, seed: number, tally: Tally): Promise<Disagreement[]> {
  const access = await openWorld(world);
  const questions = chosen(world, access, count, seed);
  const found: Disagreement[] = [];
  const answers: Verdict[] = [];
  for (const question of questions) {
    const ours = ourVerdict(access, question, world);
    const open = ourVerdict(access, question);
    const theirs = await theirVerdict(question, world);
    answers.push(ours);
    tally.decisions += 1;
    tally.open[open] += 1;
    if (theirs) tally.allowed += 1;
    if (agrees(ours, open, theirs)) continue;
    const defect = ours === (theirs ? 'certain' : 'none') ? undefined : await defectBehind(question, world, ours);
    if (defect === undefined) found.push({ question: describe(question), ours, open, theirs });
    else tally.defects.set(defect.name, (tally.defects.get(defect.name) ?? 0) + 1);
  }
  await countFeatures(world, questions, answers, tally);
  return found;
}

function agrees(ours: Verdict, open: Verdict, theirs: boolean): boolean {
  if (ours !== (theirs ? 'certain' : 'none')) return false;
  return theirs ? open !== 'none' : open !== 'certain';
}

export function describe({ principal, resource, action }: Question): string {
  return `${idOf(principal)} ${action} ${resource.arn}`;
}

async function countFeatures(
  world: World,
  questions: readonly Question[],
  answers: readonly Verdict[],
  tally: Tally,
): Promise<void> {
  for (const [name, without] of Object.entries(FEATURES)) {
    const before = tally.decided.get(name) ?? 0;
    if (before >= ENOUGH) continue;
    const reduced = without(world);
    const access = await openWorld(reduced);
    const changed = questions.filter((question, index) => {
      const principal = reduced.principals[world.principals.indexOf(question.principal)] ?? question.principal;
      return ourVerdict(access, { ...question, principal }, reduced) !== answers[index];
    });
    tally.decided.set(name, before + changed.length);
  }
}
