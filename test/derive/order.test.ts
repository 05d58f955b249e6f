import { expect, test } from 'vitest';
import { deriveJobs } from '../../src/derive/index.ts';
import { deriveJob, orderJobs } from '../../src/derive/job.ts';
import type { EventStore } from '../../src/events/store.ts';
import type { EdgeType, Emit, Label } from '../../src/schema/index.ts';

const job = (id: string, reads: readonly (Label | EdgeType)[], writes: readonly Emit[]) =>
  deriveJob({ id, title: id, reads, writes, run: async function* () {} });

test('a job runs after every job that writes what it reads', () => {
  const ordered = orderJobs([
    job('owners', ['Human', 'Evidence'], ['OWNS']),
    job('usage', ['Credential'], ['Evidence']),
    job('people', ['Principal'], ['Human']),
  ]);
  expect(ordered.map((one) => one.id)).toEqual(['usage', 'people', 'owners']);
});

test('a circle is an error, a job that reads what it writes is none', () => {
  expect(() => orderJobs([job('a', ['Human'], ['Team']), job('b', ['Team'], ['Human'])])).toThrow(/circle/);
  expect(orderJobs([job('a', ['Human'], ['Human'])])).toHaveLength(1);
});

test('the derivations have an order: access before what it opens, evidence before owners', () => {
  const ids = orderJobs(deriveJobs(undefined as unknown as EventStore)).map((one) => one.id);
  expect(ids.indexOf('access')).toBeLessThan(ids.indexOf('obtain'));
  expect(ids.indexOf('people')).toBeLessThan(ids.indexOf('ownership'));
  expect(ids.indexOf('usage')).toBeLessThan(ids.indexOf('ownership'));
});
