import type { Count, Reacher, ReacherPlace } from '../queries/reach/index.ts';
import { compareText } from '../queries/reach/order.ts';
import { Approach } from './approach.ts';
import type { Leads } from './leads.ts';
import type { ReachIndex } from './reach-index.ts';

export interface ReachersWanted {
  readonly by: Reacher;
  readonly kind?: string | undefined;
  /** A mask; 0 for all. */
  readonly levels: number;
  /** To read a bucket is to read what it holds: the bucket's own Read is about its settings. */
  readonly contentsOnly: boolean;
  readonly first: number;
  readonly after?: ReacherPlace | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** One that reaches the resource, in numbers of the index. */
export interface IndexedReacher {
  readonly actor: number;
  readonly place: ReacherPlace;
  /** Levels on the resource itself; 0 for none. */
  readonly word: number;
  /** On what it holds, where that is granted apart. */
  readonly contents: number | undefined;
  /** Steps of the surest way, the shortest of those, and the grant at its end. */
  readonly way: readonly number[];
  readonly grant: number | undefined;
  /** What the grant is on: the resource or what it holds. */
  readonly target: number;
}

export interface IndexedReachersPage {
  readonly rows: readonly IndexedReacher[];
  readonly more: boolean;
  readonly total: number;
  readonly byKind: readonly Count[];
  readonly byEnvironment: readonly Count[];
}

/** Who reaches a resource: `first` of them behind `after`, the surest first, the nearest of those. */
export function whoCanReach(index: ReachIndex, ordinal: number, wanted: ReachersWanted): IndexedReachersPage {
  const { levels, now, first } = wanted;
  const approach = new Approach(index, now);
  const held = objectsOf(index, ordinal);
  const own = approach.grantsOn(ordinal);
  const inside = held === undefined ? [] : approach.grantsOn(held);
  const isInside = new Set(inside);
  const leads = approach.leadsTo(wanted.contentsOnly && held !== undefined ? inside : [...own, ...inside], levels);
  const all = candidates(index, leads, wanted);
  const { after } = wanted;
  const page = all.slice(after === undefined ? 0 : firstBehind(index, all, after)).slice(0, first + 1);
  const words = page.length === 0 ? undefined : approach.wordsFrom(own);
  const contents = page.length === 0 || held === undefined ? undefined : approach.wordsFrom(inside);
  return {
    rows: page.slice(0, first).map(({ actor, rank, steps }) => {
      const { way, grant } = wayOf(index, leads, actor);
      return {
        actor,
        place: { rank, steps, id: index.actors.idOf(actor) },
        word: words?.[actor] ?? 0,
        contents: held === undefined ? undefined : (contents?.[actor] ?? 0),
        way,
        grant,
        target: grant !== undefined && isInside.has(grant) && held !== undefined ? held : ordinal,
      };
    }),
    more: page.length > first,
    total: all.length,
    byKind: countsBy(all, ({ actor }) => index.actors.kindOf(actor)),
    byEnvironment: countsBy(all, ({ actor }) => index.actors.environmentOf(actor)),
  };
}

interface Candidate {
  readonly actor: number;
  readonly rank: number;
  readonly steps: number;
}

/** Those asked for, in order. Actors of one label are numbered in the order of their keys. */
function candidates(index: ReachIndex, leads: Leads, { by, kind }: ReachersWanted): Candidate[] {
  const [from, to] = index.actors.ofLabel(by);
  const found: Candidate[] = [];
  for (const actor of leads.actors) {
    if (actor < from || actor >= to) continue;
    if (kind === undefined || index.actors.kindOf(actor) === kind)
      found.push({ actor, rank: leads.rankOf(actor), steps: leads.stepsOf(actor) });
  }
  return found.sort((a, b) => a.rank - b.rank || a.steps - b.steps || a.actor - b.actor);
}

function firstBehind(index: ReachIndex, all: readonly Candidate[], after: ReacherPlace): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = all[middle];
    const order =
      one === undefined
        ? 0
        : one.rank - after.rank || one.steps - after.steps || compareText(index.actors.idOf(one.actor), after.id);
    if (order <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wayOf({ tables }: ReachIndex, leads: Leads, actor: number) {
  const way: number[] = [];
  let lead = leads.get(actor);
  for (; lead?.step !== undefined; lead = leads.get(tables.steps.to[lead.step] ?? -1)) way.push(lead.step);
  return { way, grant: lead?.grant };
}

function objectsOf({ tables }: ReachIndex, ordinal: number): number | undefined {
  const at = tables.resources.buckets.indexOf(ordinal);
  return at < 0 ? undefined : tables.resources.objects[at];
}

function countsBy(all: readonly Candidate[], name: (one: Candidate) => string | undefined): Count[] {
  const sums = new Map<string, number>();
  for (const one of all) sums.set(name(one) ?? 'unknown', (sums.get(name(one) ?? 'unknown') ?? 0) + 1);
  return [...sums]
    .map(([text, count]) => ({ name: text, count }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name));
}
