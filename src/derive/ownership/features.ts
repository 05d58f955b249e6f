import type { PeopleBook } from './book.ts';
import type { Clue, OwnerLabel } from './clue.ts';
import { type KindId, kindOf } from './kinds/index.ts';
import type { ModifierId } from './model.ts';

/** Somebody whom evidence names about a thing, with what the model weighs. */
export interface Candidate {
  readonly owner: string;
  readonly ownerLabel: OwnerLabel;
  readonly clues: readonly Clue[];
  /** By kind: 0 to 1, how directly and how freshly its best clue names them. */
  readonly kinds: ReadonlyMap<KindId, { readonly value: number; readonly crowd: number }>;
  readonly modifiers: Readonly<Record<ModifierId, number>>;
}

/** Acts upon the thing itself; using it is none. */
const ACTS: ReadonlySet<KindId> = new Set([
  'creator',
  'deployer',
  'commit-author',
  'role-session',
  'credential-issuer',
  'consent',
]);

/** Agent kinds that serve one person by their nature. An MCP server counts where it is started on a device. */
const PERSONAL: ReadonlySet<string> = new Set(['ide-agent', 'mcp-server', 'assistant', 'coding-agent']);

export function servesOnePerson(kind: string | undefined): boolean {
  return kind !== undefined && PERSONAL.has(kind);
}

const DAY_MS = 86_400_000;
/** From this on somebody acts upon everybody's. */
const CROWD = 0.5;
/** So many members of one team who acted make it a candidate though nothing names it. */
const MEMBERS_MAKE_A_TEAM = 3;

/**
 * The candidates for one thing. A likeness alone makes none; a team is one when it is named, or when several of its members
 * are. `isPersonal`: it serves one person by its nature (a client on a device, an assistant). Evidence fades by what was later observed of others, never by the clock: what nothing contradicts keeps.
 */
export function candidatesOf(clues: readonly Clue[], book: PeopleBook, isPersonal = false): Candidate[] {
  const groups = groupsOf(clues);
  const acts = actsOf(groups);
  const hands = handsOf(acts, book);
  for (const [team, { members }] of hands)
    if (members >= MEMBERS_MAKE_A_TEAM && !groups.has(team)) groups.set(team, []);
  const all = [...acts.values()].reduce((sum, one) => sum + one, 0);
  const newest = newestOf(groups);
  const last = lastRun(groups);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([owner, own]) => {
      const kinds = kindsOf(own, newest.besides(owner));
      const isTeam = book.get(owner) === undefined && (own.length === 0 || own[0]?.ownerLabel === 'Team');
      const done = acts.get(owner) ?? 0;
      return {
        owner,
        ownerLabel: isTeam ? 'Team' : 'Human',
        clues: own,
        kinds,
        modifiers: {
          last: last.owner === owner ? Math.log2(1 + last.length) : 0,
          later: laterOf(owner, groups),
          acts: Math.log2(Math.max(1, done)),
          share: done / (all + 1),
          team: Number(isTeam),
          hands: isTeam ? (hands.get(owner)?.others ?? 0) / (all + 1) : 0,
          teamCode: Number(!isTeam && (book.get(owner)?.teams ?? []).some((team) => ownsCode(groups.get(team)))),
          personal: isPersonal ? (kinds.get('last-interactive-user')?.value ?? 0) : 0,
          unknown: Number(!isTeam && book.get(owner)?.isKnown === false),
          crowd: [...kinds.values()].reduce((sum, { value, crowd }) => sum + value * crowd, 0),
        },
      };
    });
}

function groupsOf(clues: readonly Clue[]): Map<string, Clue[]> {
  const groups = new Map<string, Clue[]>();
  for (const clue of clues) {
    const list = groups.get(clue.owner);
    if (list === undefined) groups.set(clue.owner, [clue]);
    else list.push(clue);
  }
  for (const [owner, own] of groups) if (own.every(isHint)) groups.delete(owner);
  return groups;
}

/** An act upon the thing itself, by somebody who does not act upon everybody's. */
function isAct({ kind, strength, crowd }: Clue): boolean {
  return strength === 1 && crowd < CROWD && ACTS.has(kind);
}

/** How many acts of each are told. */
function actsOf(groups: ReadonlyMap<string, readonly Clue[]>): ReadonlyMap<string, number> {
  return new Map(
    [...groups].map(([owner, own]) => [owner, new Set(own.filter(isAct).map(({ evidence }) => evidence)).size]),
  );
}

/** By team: how many of its members acted, and how many acts are of others than the busiest of them. */
function handsOf(acts: ReadonlyMap<string, number>, book: PeopleBook) {
  const teams = new Map<string, number[]>();
  for (const [person, count] of acts) {
    if (count === 0) continue;
    for (const team of book.get(person)?.teams ?? []) teams.set(team, [...(teams.get(team) ?? []), count]);
  }
  return new Map(
    [...teams].map(([team, counts]) => {
      const all = counts.reduce((sum, one) => sum + one, 0);
      return [team, { members: counts.length, others: all - Math.max(...counts) }] as const;
    }),
  );
}

function isHint({ kind }: Clue): boolean {
  return kindOf(kind)?.nature === 'hint';
}

/** Pieces of one kind do not strengthen each other: the best counts. */
function kindsOf(clues: readonly Clue[], newerOfOthers: number): Candidate['kinds'] {
  const best = new Map<KindId, { value: number; crowd: number }>();
  for (const clue of clues) {
    const value = clue.strength * freshness(clue, newerOfOthers);
    const known = best.get(clue.kind);
    if (known === undefined || value > known.value || (value === known.value && clue.crowd < known.crowd)) {
      best.set(clue.kind, { value, crowd: clue.crowd });
    }
  }
  return best;
}

function freshness({ kind, at }: Clue, newerOfOthers: number): number {
  const halfLife = kindOf(kind)?.halfLifeDays;
  if (halfLife === undefined || at === undefined) return 1;
  const days = (newerOfOthers - Date.parse(at)) / DAY_MS;
  return days > 0 ? 0.5 ** (days / halfLife) : 1;
}

/** The newest dated clue of each candidate, so that the newest of the others can be told. Times in ms; none: -Infinity. */
function newestOf(groups: ReadonlyMap<string, readonly Clue[]>) {
  const times = new Map(
    [...groups].map(([owner, clues]) => [owner, latestOf(clues.filter((clue) => !isHint(clue)))] as const),
  );
  const besides = (owner: string): number =>
    Math.max(Number.NEGATIVE_INFINITY, ...[...times].filter(([one]) => one !== owner).map(([, time]) => time));
  return { besides };
}

function latestOf(clues: readonly Clue[]): number {
  const dated = clues.filter(({ at }) => at !== undefined);
  return Math.max(Number.NEGATIVE_INFINITY, ...dated.map(({ at }) => Date.parse(at ?? '')));
}

/** Whose the last acts are, and how many of theirs no act of another's follows. */
function lastRun(groups: ReadonlyMap<string, readonly Clue[]>): { owner: string | undefined; length: number } {
  const acts = [...groups.values()]
    .flat()
    .filter((clue) => clue.at !== undefined && isAct(clue))
    .sort((a, b) => compare(b.at ?? '', a.at ?? '') || compare(a.owner, b.owner));
  const owner = acts[0]?.owner;
  const end = acts.findIndex((one) => one.owner !== owner);
  const run = end < 0 ? acts : acts.slice(0, end);
  return { owner, length: new Set(run.map(({ evidence }) => evidence)).size };
}

/** Of what one person at a time has (a grant, a seat, sessions): in how many kinds another had it later. */
function laterOf(owner: string, groups: ReadonlyMap<string, readonly Clue[]>): number {
  const own = Map.groupBy(groups.get(owner) ?? [], ({ kind }) => kind);
  const others = [...groups].filter(([one]) => one !== owner).flatMap(([, clues]) => clues);
  return [...own].filter(([kind, clues]) => {
    if (kindOf(kind)?.exclusive !== true) return false;
    const time = latestOf(clues);
    return time > Number.NEGATIVE_INFINITY && latestOf(others.filter((one) => one.kind === kind)) > time;
  }).length;
}

function ownsCode(clues: readonly Clue[] | undefined): boolean {
  return clues?.some(({ kind }) => kind === 'code-owner') === true;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
