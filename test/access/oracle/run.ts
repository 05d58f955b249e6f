import type { AwsAccess, Verdict } from '../../../src/access/index.ts';
import { defectsBehind } from './defects.ts';
import { FEATURES } from './features.ts';
import { openWorld, ourExplanation, ourVerdict } from './ours.ts';
import { theirVerdict } from './theirs.ts';
import { ACTIONS } from './topology.ts';
import type { Question, World, WorldAccount } from './world.ts';

/** One decision on which the two differ, or a verdict of ours that does not hold. */
export interface Disagreement {
  readonly question: Question;
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
  /** A world was met on which they differ: its smaller forms are not counted. */
  failed: boolean;
}

export function newTally(): Tally {
  return {
    decisions: 0,
    allowed: 0,
    decided: new Map(Object.keys(FEATURES).map((name) => [name, 0])),
    open: { certain: 0, conditional: 0, unknown: 0, none: 0 },
    defects: new Map(),
    failed: false,
  };
}

/** How many cases a feature is looked for before it is taken as well covered. */
const ENOUGH = 205;

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

interface Answered {
  readonly question: Question;
  readonly ours: Verdict;
}

/** So many questions, half of them allowed where there are enough of both; of the others first what is not plainly ungranted. */
function chosen(world: World, access: AwsAccess, count: number, seed: number): Answered[] {
  const next = random(seed);
  const drawn = questionsOf(world)
    .map((question) => ({ question, at: next(), told: ourExplanation(access, question, world) }))
    .sort((a, b) => a.at - b.at);
  const allowed = drawn.filter(({ told }) => told.verdict === 'certain');
  const others = drawn.filter(({ told }) => told.verdict !== 'certain');
  const plain = others.filter(({ told }) => told.blocker?.reason === 'not-granted');
  const blocked = others.filter(({ told }) => told.blocker?.reason !== 'not-granted');
  const abroad = allowed.filter(({ question }) => question.principal.account !== question.resource.account);
  const athome = allowed.filter(({ question }) => question.principal.account === question.resource.account);
  const yes = [...abroad.slice(0, count * 0.2), ...athome, ...abroad.slice(count * 0.2)].slice(0, count / 2);
  const no = [...blocked.slice(0, count * 0.45), ...plain, ...blocked.slice(count * 0.45)].slice(0, count - yes.length);
  // One principal after the other: what is known of it is then worked out once.
  const at = ({ question }: Answered): number => world.principals.indexOf(question.principal);
  return [...yes, ...no].map(({ question, told }) => ({ question, ours: told.verdict })).sort((a, b) => at(a) - at(b));
}

/**
 * Asks both about one organisation. Ours has to be certain or none once the request is known, and the same as theirs; what
 * ours says without the request has to hold in this one.
 */
export async function compare(world: World, count: number, seed: number, tally: Tally): Promise<Disagreement[]> {
  const access = await openWorld(world);
  const asked = chosen(world, access, count, seed);
  const found: Disagreement[] = [];
  for (const { question, ours } of asked) {
    const open = ourVerdict(access, question);
    const theirs = await theirVerdict(question, world);
    if (!tally.failed) add(ours, open, tally);
    if (agrees(ours, open, theirs)) continue;
    const defect = ours === (theirs ? 'certain' : 'none') ? undefined : await defectsBehind(question, world, ours);
    if (defect === undefined) found.push({ question, ours, open, theirs });
    else tally.defects.set(defect, (tally.defects.get(defect) ?? 0) + 1);
  }
  tally.failed ||= found.length > 0;
  if (!tally.failed) await countFeatures(world, asked, tally);
  return found;
}

function add(ours: Verdict, open: Verdict, tally: Tally): void {
  tally.decisions += 1;
  tally.open[open] += 1;
  if (ours === 'certain') tally.allowed += 1;
}

function agrees(ours: Verdict, open: Verdict, theirs: boolean): boolean {
  if (ours !== (theirs ? 'certain' : 'none')) return false;
  return theirs ? open !== 'none' : open !== 'certain';
}

async function countFeatures(world: World, asked: readonly Answered[], tally: Tally): Promise<void> {
  for (const [name, without] of Object.entries(FEATURES)) {
    const before = tally.decided.get(name) ?? 0;
    if (before >= ENOUGH) continue;
    const reduced = without(world);
    const access = await openWorld(reduced);
    const differs = differences(world, reduced);
    const changed = asked.filter(({ question, ours }) => {
      if (!differs(question)) return false;
      const principal = reduced.principals[world.principals.indexOf(question.principal)] ?? question.principal;
      return ourVerdict(access, { ...question, principal }, reduced) !== ours;
    });
    tally.decided.set(name, before + changed.length);
  }
}

/** Whether anything that a question depends on is another in the second world. */
function differences(one: World, other: World): (question: Question) => boolean {
  const differing = <T>(left: readonly T[], right: readonly T[]): Map<number, T> =>
    new Map([...left.entries()].filter(([index, each]) => JSON.stringify(each) !== JSON.stringify(right[index])));
  const principals = new Set(differing(one.principals, other.principals).values());
  const resources = new Set(differing(one.resources, other.resources).values());
  const accountsBy = (part: (account: WorldAccount) => unknown): Set<string> =>
    new Set(
      [...differing(one.accounts.map(part), other.accounts.map(part)).keys()].map(
        (index) => one.accounts[index]?.id ?? '',
      ),
    );
  const homes = accountsBy(({ scps, management }) => ({ scps, management }));
  const owners = accountsBy(({ rcps, management }) => ({ rcps, management }));
  const holders = new Map(one.resources.map((each) => [each.arn, each]));
  return ({ principal, resource }) =>
    one.variables !== other.variables ||
    principals.has(principal) ||
    resources.has(holders.get(resource.holder ?? resource.arn) ?? resource) ||
    homes.has(principal.account) ||
    owners.has(resource.account);
}
