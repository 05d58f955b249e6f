import type { Row } from '../../graph/index.ts';
import { instantOf } from '../../lib/clock.ts';
import { edge, node, ref } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';
import { type Account, readAccounts } from './accounts.ts';
import { assignHumanIds } from './ids.ts';
import { clusterAccounts } from './merge.ts';
import { natureOf } from './nature.ts';
import { proposeMerges } from './propose.ts';
import { type Identified, PeopleDirectory, recordsOf } from './records.ts';

export type { Identified } from './records.ts';

/**
 * People, merged from accounts on verified keys; their managers, sponsors and teams. Undone by taking the accounts apart:
 * when the key that joined them goes, so does the merge. Weak hints only propose (`MAY_BE`).
 */
export const peopleJob = deriveJob({
  id: 'people',
  title: 'People from accounts',
  reads: ['Principal', 'Team'],
  writes: ['Human', 'HAS_ACCOUNT', 'REPORTS_TO', 'SPONSORED_BY', 'MEMBER_OF', 'MERGED_INTO', 'MAY_BE'],
  async *run({ graph, clock }) {
    const accounts: Account[] = [];
    for await (const account of readAccounts(graph)) accounts.push(account);
    const people = peopleOf(accounts);
    const directory = new PeopleDirectory(people);
    const now = instantOf(clock.now());
    for (const person of people) yield* recordsOf(person, directory, now);
    yield* proposals(people);
    yield* merged(
      people,
      await graph.read('MATCH (a:Human)-[:MERGED_INTO]->(b:Human) RETURN a.id AS old, b.id AS kept'),
    );
  },
});

/** The people behind accounts. An account of a machine or of a function alone is nobody. */
export function peopleOf(accounts: readonly Account[]): Identified[] {
  const clusters = clusterAccounts(accounts).filter((cluster) => cluster.accounts.some(isSomebody));
  const ids = assignHumanIds(clusters);
  return clusters.map((cluster, index) => ({ cluster, id: ids[index] ?? '' }));
}

function isSomebody(account: Account): boolean {
  return natureOf(account) === 'person';
}

function* proposals(people: readonly Identified[]) {
  for (const { pair, basis } of proposeMerges(people.map(({ cluster }) => cluster))) {
    const [a, b] = pair.map((index) => people[index]?.id ?? '').sort();
    if (a !== undefined && b !== undefined) yield edge('MAY_BE', ref('Human', a), ref('Human', b), { basis });
  }
}

/** Those who turned out to be another: the old key stays, and leads to the one that is kept. */
function* merged(people: readonly Identified[], known: readonly Row[]) {
  const living = new Set(people.map(({ id }) => id));
  const keptBy = new Map(known.map((row) => [row['old'] as string, row['kept'] as string]));
  for (const { cluster, id } of people) {
    for (const { humanId } of cluster.accounts) if (humanId !== undefined && humanId !== id) keptBy.set(humanId, id);
  }
  for (const [old, kept] of keptBy) {
    if (living.has(old)) continue;
    yield node('Human', old, { status: 'merged' });
    yield edge('MERGED_INTO', ref('Human', old), ref('Human', kept), {});
  }
}
