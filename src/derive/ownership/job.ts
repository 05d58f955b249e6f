import { edge, ref } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';
import type { SubjectLabel } from './clue.ts';
import { cluesOf } from './clues.ts';
import { servesOnePerson } from './features.ts';
import { likenessOf, readAgents, readBook, readHolders, readObservations, readPassages } from './read.ts';
import { type Judged, type Verdict, verdictOf } from './verdict.ts';

/**
 * Owners of agents, principals and credentials, computed from all evidence, and those who are named less surely. No
 * verdict means unknown: an orphan, never a guess. What is judged as before is not written again.
 */
export const ownershipJob = deriveJob({
  id: 'ownership',
  title: 'Owners from evidence',
  reads: [
    'Evidence',
    'Human',
    'HAS_ACCOUNT',
    'MEMBER_OF',
    'Agent',
    'Credential',
    'USES',
    'AUTHENTICATES_AS',
    'RUNS_AS',
  ],
  writes: ['OWNS', 'MAY_OWN'],
  async *run({ graph }) {
    const book = await readBook(graph);
    const agents = await readAgents(graph);
    const observations = [
      ...(await listOf(readObservations(graph))),
      ...(await listOf(readHolders(graph))),
      ...[...agents].flatMap(([id, { name }]) => likenessOf(id, name, book) ?? []),
    ];
    const { bySubject } = cluesOf(observations, await listOf(readPassages(graph)), book);
    for (const [subject, clues] of bySubject) {
      const label = clues[0]?.subjectLabel;
      const isPersonal = servesOnePerson(agents.get(subject)?.kind);
      if (label !== undefined) yield* edgesOf(verdictOf(clues, book, { isPersonal }), label, subject);
    }
  },
});

async function listOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

function* edgesOf({ verdict, owner, alternatives }: Verdict, label: SubjectLabel, subject: string) {
  const to = ref(label, subject);
  if (owner !== undefined && verdict !== 'unknown') {
    const { confidence, basis, evidence, since } = owner;
    const props = { confidence, verdict, basis, evidence, since };
    yield owner.ownerLabel === 'Human'
      ? edge('OWNS', ref('Human', owner.owner), to, props)
      : edge('OWNS', ref('Team', owner.owner), to, props);
  }
  for (const one of alternatives) yield mayOwn(one, to);
}

function mayOwn({ owner, ownerLabel, confidence, basis, evidence }: Judged, to: ReturnType<typeof ref<SubjectLabel>>) {
  const props = { confidence, basis, evidence };
  return ownerLabel === 'Human'
    ? edge('MAY_OWN', ref('Human', owner), to, props)
    : edge('MAY_OWN', ref('Team', owner), to, props);
}
