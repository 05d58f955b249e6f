import { expect, test } from 'vitest';
import { evaluationOf } from '../../src/derive/access/evaluation.ts';
import type { Graph, Row } from '../../src/graph/index.ts';
import { ACCOUNT, document, USER } from '../access/estate.ts';

const NEVER = new AbortController().signal;
const table = (name: string): Row => ({
  id: `arn:aws:dynamodb:eu-west-3:${ACCOUNT}:table/${name}`,
  account: ACCOUNT,
  type: 'dynamodb:table',
  region: null,
  tags: null,
});

/** A graph of one user, one document and some tables; says how often tables were read. */
class FakeGraph {
  action = 'dynamodb:GetItem';
  tables = [table('ledger')];
  digest: string | null = 'd1';
  tablesRead = 0;

  read(text: string): Promise<Row[]> {
    if (text.includes('p:Policy {language'))
      return Promise.resolve([
        { id: 'own', document: document([{ Effect: 'Allow', Action: this.action, Resource: '*' }]) },
      ]);
    if (text.includes('count(r)')) return Promise.resolve([{ count: this.tables.length }]);
    if (text.includes('s.cacheDigest'))
      return Promise.resolve([{ id: 'aws:x/tables', digest: this.digest, dropped: [] }]);
    if (text.includes('count(s)')) return Promise.resolve([{ unread: 0 }]);
    return Promise.resolve([]);
  }

  async *stream(text: string): AsyncGenerator<Row> {
    if (text.includes('MATCH (r:Resource')) {
      this.tablesRead += 1;
      yield* this.tables;
    } else
      yield {
        id: USER,
        account: ACCOUNT,
        kind: 'iam-user',
        attributes: null,
        trust: null,
        policies: ['own'],
        boundary: null,
      };
  }
}

const updated = (graph: FakeGraph) => evaluationOf(graph as unknown as Graph).update(graph as unknown as Graph, NEVER);

test('after a run without changes nobody is evaluated and no resource is read', async () => {
  const graph = new FakeGraph();
  expect((await updated(graph)).principals).toEqual([USER]);
  expect((await updated(graph)).principals).toEqual([]);
  expect(graph.tablesRead).toBe(1);
});

test('another document is evaluated over the resources that are known', async () => {
  const graph = new FakeGraph();
  await updated(graph);
  graph.action = 'dynamodb:*';
  expect((await updated(graph)).principals).toEqual([USER]);
  expect(graph.tablesRead).toBe(1);
});

test('resources that changed are read again; a step that keeps no digest is not believed', async () => {
  const graph = new FakeGraph();
  await updated(graph);
  graph.tables = [table('ledger'), table('accounts')];
  graph.digest = 'd2';
  expect((await updated(graph)).principals).toEqual([USER]);
  const [found] = evaluationOf(graph as unknown as Graph).profiles();
  expect(found?.profile.segments.map(({ lo, hi }) => hi - lo)).toEqual([2]);
  graph.digest = null;
  expect((await updated(graph)).principals).toEqual([]);
  expect(graph.tablesRead).toBe(3);
});

test('another graph is evaluated by itself', async () => {
  await updated(new FakeGraph());
  expect((await updated(new FakeGraph())).principals).toEqual([USER]);
});
