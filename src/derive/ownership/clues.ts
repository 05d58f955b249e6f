import type { PeopleBook } from './book.ts';
import type { Clue, Discarded, Observation, OwnerLabel, Passage } from './clue.ts';
import { type EvidenceKind, type KindId, kindOf } from './kinds/index.ts';

/** What is known of an agent's credential or principal speaks for the agent as well, but less. */
const THROUGH = { credential: 0.85, principal: 0.7 } as const;

/** All clues by what they are about, and what does not count. */
export interface Clues {
  readonly bySubject: ReadonlyMap<string, readonly Clue[]>;
  readonly discarded: readonly Discarded[];
}

type Draft = Omit<Clue, 'crowd' | 'strength'>;

/**
 * Turns observations into clues: finds the person at that time, leaves out what cannot be (an act of somebody who was not
 * there, a machine's, a name of nobody), passes on to agents what is known of their credentials and principals, and counts
 * how many things each kind names each person about. Pure.
 */
export function cluesOf(observations: Iterable<Observation>, passages: Iterable<Passage>, book: PeopleBook): Clues {
  const drafts = new Map<string, Draft[]>();
  const discarded: Discarded[] = [];
  for (const one of observations) {
    const found = draftOf(one, book);
    if ('why' in found) discarded.push(found);
    else add(drafts, found.subject, found);
  }
  const crowdOf = crowdsOf(drafts.values());
  const weighed = (draft: Draft, strength: number): Clue => ({ ...draft, strength, crowd: crowdOf(draft) });
  const bySubject = new Map<string, Clue[]>();
  for (const [subject, own] of drafts)
    bySubject.set(
      subject,
      own.map((draft) => weighed(draft, 1)),
    );
  for (const [clue, strength] of passedOn(drafts, passages)) add(bySubject, clue.subject, weighed(clue, strength));
  return { bySubject, discarded };
}

function draftOf(one: Observation, book: PeopleBook): Draft | Discarded {
  const discard = (why: string): Discarded => ({ evidence: one.evidence, subject: one.subject, why });
  const kind = kindOf(one.kind);
  if (kind === undefined) return discard(`no kind of evidence that is known: ${one.kind}`);
  const human = one.human ?? book.ofAccount(one.account) ?? book.named(one.person, one.at);
  const owner = human ?? one.team ?? book.team(one.person);
  if (owner === undefined) return discard('it names nobody we know, or a machine');
  if (human !== undefined && !couldHave(kind, human, one.at, book)) return discard('whom it names was not there then');
  const ownerLabel: OwnerLabel = human === undefined ? 'Team' : 'Human';
  const { evidence, says, subject, subjectLabel, at } = one;
  return { subject, subjectLabel, owner, ownerLabel, kind: kind.id as KindId, evidence, says, at };
}

function couldHave(kind: EvidenceKind, human: string, at: string | undefined, book: PeopleBook): boolean {
  return kind.nature !== 'event' || at === undefined || book.wasThere(human, at);
}

/**
 * Somebody does things for others from this many times the average on, and never below so many things: a few agents with
 * their roles and keys are a dozen things that one busy engineer really has, and where few people are named, three times
 * the average is less than that.
 */
const CROWD_TIMES = 3;
const CROWD_LEAST = 12;

/**
 * How many times the number of things that evidence names somebody about doubles what is usual: who makes things for others
 * (a platform engineer, a deployment account) is told by that. 0 in the ordinary case, and for kinds that no number makes
 * doubtful.
 */
function crowdsOf(drafts: Iterable<readonly Draft[]>): (draft: Draft) => number {
  const counts = new Map<string, number>();
  let things = 0;
  for (const about of drafts) {
    const named = new Set(about.filter(isCrowdKind).map(({ owner }) => owner));
    things += named.size;
    for (const owner of named) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  const usual = Math.max(CROWD_LEAST, (CROWD_TIMES * things) / Math.max(1, counts.size));
  return (draft) => (isCrowdKind(draft) ? Math.log2(Math.max(1, (counts.get(draft.owner) ?? 0) / usual)) : 0);
}

function isCrowdKind({ kind }: Draft): boolean {
  return kindOf(kind)?.crowd === true;
}

/** Each agent's share in what is known of what it uses. What many agents use says less of each. */
function* passedOn(
  drafts: ReadonlyMap<string, readonly Draft[]>,
  passages: Iterable<Passage>,
): Generator<[Draft, number]> {
  const known = [...passages].filter(({ through }) => drafts.has(through));
  const sharing = new Map<string, number>();
  for (const { through } of known) sharing.set(through, (sharing.get(through) ?? 0) + 1);
  for (const { agent, through, via } of known) {
    const strength = THROUGH[via] / (1 + Math.log2(sharing.get(through) ?? 1) / 2);
    for (const draft of drafts.get(through) ?? [])
      yield [{ ...draft, subject: agent, subjectLabel: 'Agent' }, strength];
  }
}

function add<T>(index: Map<string, T[]>, key: string, item: T): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [item]);
  else list.push(item);
}
