import { expect } from 'vitest';
import type { FoundNode } from '../../src/queries/index.ts';
import { type BlastRadius, type ReachersAnswer, ReachReader } from '../../src/queries/reach/index.ts';
import { indexedBlastRadius } from '../../src/reach/answer.ts';
import { ReachIndex } from '../../src/reach/reach-index.ts';
import { indexedReachers } from '../../src/reach/reachers-answer.ts';
import { readTables } from '../../src/reach/read/index.ts';
import type { Label } from '../../src/schema/index.ts';
import type { CompanyBench } from '../support/company-graph.ts';

const UNFOLDED = { unfold: true } as const;
const WRITTEN = { level: 'Write' } as const;

/** Some of every label that can be asked about; all that situations are about. */
async function subjects(bench: CompanyBench): Promise<FoundNode[]> {
  const planted = bench.company().situations.flatMap(({ subjects: own }) => Object.values(own));
  const rows = await bench.session().graph.read(
    `UNWIND ['Agent', 'Credential', 'Human', 'Principal', 'Tool', 'Device', 'Team', 'Session', 'Resource'] AS label
     MATCH (n) WHERE labels(n)[0] = label AND n.retiredAt IS NULL WITH label, n ORDER BY n.id
     WITH label, collect(n.id) AS ids
     WITH label, ids, [i IN range(0, size(ids) - 1) WHERE i % toInteger(1 + size(ids) / 8) = 0 | ids[i]] AS some
     UNWIND some + [id IN ids WHERE id IN $planted] AS id RETURN DISTINCT label, id`,
    { planted },
  );
  return rows.map((row) => ({ label: row['label'] as Label, id: row['id'] as string, name: undefined }));
}

/** What must be the same; of a way only how long and how sure it is. */
function told(found: Pick<BlastRadius, 'counts' | 'rows' | 'more' | 'rowCount'>) {
  return {
    counts: found.counts,
    rowCount: found.rowCount,
    more: found.more,
    rows: found.rows.map(({ resource, scope, count, levels, path, place }) => ({
      resource: resource === undefined ? undefined : { ...resource, key: '' },
      scope,
      count,
      levels,
      place,
      way: path.map(({ edge, certainty }) => [edge, certainty]),
      ends: [path[0]?.id, path.at(-1)?.id, path.at(-1)?.name],
    })),
  };
}

/** Asks the index and the graph what subjects reach. */
export async function expectSameReach(bench: CompanyBench): Promise<void> {
  const { graph } = bench.session();
  const tables = await readTables(graph);
  if (tables === undefined) throw new Error('the graph was written to all the time');
  const index = new ReachIndex(tables);
  const reader = new ReachReader(graph, bench.clock);
  let reached = 0;
  for (const [i, subject] of (await subjects(bench)).entries()) {
    for (const asked of [{}, i % 2 === 0 ? UNFOLDED : WRITTEN]) {
      const options = { first: 20, ...asked };
      const read = await reader.blastRadius(subject, options);
      const indexed = await indexedBlastRadius(graph, index, subject, options, bench.clock.now());
      if (indexed === undefined) expect(read.counts.total, JSON.stringify(subject)).toBe(0);
      else expect(told(indexed), JSON.stringify(subject)).toEqual(told(read));
      reached += read.counts.total > 0 ? 1 : 0;
    }
  }
  expect(reached).toBeGreaterThan(40);
  await expectSameReachers(bench, index, reader);
}

function toldReachers(found: Pick<ReachersAnswer, 'rows' | 'more' | 'total' | 'byKind' | 'byEnvironment'>) {
  const { more, total, byKind, byEnvironment } = found;
  const rows = found.rows.map(({ source, levels, contents, place, path }) => ({
    source: { ...source, key: '' },
    levels: { ...levels, conditionKeys: [] },
    contents: contents === undefined ? undefined : { ...contents, conditionKeys: [] },
    place,
    way: path.map(({ certainty }) => certainty).sort(),
    ends: [path[0]?.name, path.at(-1)?.id, path.at(-1)?.name],
  }));
  return { more, total, byKind, byEnvironment, rows };
}

/** Asks the index and the graph who reaches resources, those that most agents reach among them. */
async function expectSameReachers(bench: CompanyBench, index: ReachIndex, reader: ReachReader): Promise<void> {
  const { graph } = bench.session();
  const planted = bench.company().situations.flatMap(({ subjects: own }) => Object.values(own));
  const found = await graph.read(
    `MATCH (n:Resource) WHERE n.retiredAt IS NULL WITH n ORDER BY n.id WITH collect(n.id) AS ids
     WITH ids, [i IN range(0, size(ids) - 1) WHERE i % toInteger(1 + size(ids) / 12) = 0 | ids[i]] AS some
     UNWIND some + [id IN ids WHERE id IN $planted] AS id RETURN DISTINCT id`,
    { planted },
  );
  let reachers = 0;
  const questions = [{}, { level: 'Read' }, { level: 'Write', by: 'Principal' }, { by: 'Credential' }] as const;
  for (const [i, row] of found.entries()) {
    const resource: FoundNode = { label: 'Resource', id: row['id'] as string, name: undefined };
    for (const asked of questions.filter((_, question) => question % 2 === i % 2)) {
      const options = { first: 20, ...asked };
      const read = await reader.whoCanReach(resource, options);
      const indexed = await indexedReachers(graph, index, resource, options, bench.clock.now());
      if (indexed === undefined) throw new Error(`${resource.id} is not in the index`);
      expect(toldReachers(indexed), JSON.stringify({ resource, asked })).toEqual(toldReachers(read));
      reachers += read.total;
    }
  }
  expect(reachers).toBeGreaterThan(100);
}
