import { request } from 'node:http';
import { describe, expect, test, vi } from 'vitest';
import { answer, type SavedQuery } from '../../src/queries/index.ts';
import { loaderBench } from '../support/loader.ts';
import { apiBench } from './support.ts';

/** Less than the database’s own limit on such a statement (20 s): what ends by that has not been ended. */
vi.setConfig({ testTimeout: 15_000 });

const bench = loaderBench();
const api = apiBench(bench);
const brief = apiBench(bench, { timeoutMs: 1_500 });

const slow = (mark: string): string =>
  `UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b < 0 RETURN count(*) AS ${mark}, null AS evidence`;

async function underWay(mark: string): Promise<number> {
  const rows = await bench
    .graph()
    .read(
      "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND' AND currentQuery CONTAINS $mark RETURN count(*) AS n",
      { mark },
    );
  return rows[0]?.['n'] as number;
}

const until = (count: number, mark: string): Promise<void> =>
  expect.poll(() => underWay(mark), { timeout: 14_000, interval: 50 }).toBe(count);

describe('what nobody waits for ends in the database', () => {
  test('when the client goes away', async () => {
    const sent = request(api.url(), { method: 'POST', headers: { 'content-type': 'application/json' } });
    sent.on('error', () => undefined);
    sent.end(JSON.stringify({ query: `{ cypher(text: "${slow('gone')}") { rows } }` }));
    await until(1, 'gone');
    sent.destroy();
    await until(0, 'gone');
  });

  test('when the time is over', async () => {
    const reply = brief.ask(`{ cypher(text: "${slow('late')}") { rows } }`);
    expect((await reply).errors.map(({ extensions }) => extensions?.code)).toEqual(['timeout']);
    await until(0, 'late');
  });

  test('a saved question, when its signal is aborted', async () => {
    const query: SavedQuery = {
      id: 'odd',
      title: 'Odd',
      question: 'Is it odd?',
      answers: [],
      parameters: [],
      columns: [
        { name: 'stopped', type: 'int', doc: 'x' },
        { name: 'evidence', type: 'strings', doc: 'x' },
      ],
      tags: ['odd'],
      cypher: slow('stopped'),
    };
    const cancel = new AbortController();
    const asked = answer(bench.graph(), bench.clock, query, {}, { signal: cancel.signal });
    const refused = expect(asked).rejects.toMatchObject({ code: 'query-cancelled' });
    await until(1, 'stopped');
    cancel.abort();
    await refused;
    await until(0, 'stopped');
    await expect(answer(bench.graph(), bench.clock, query, {}, { signal: cancel.signal })).rejects.toMatchObject({
      code: 'query-cancelled',
    });
  });
});

test('values are given beside the statement', async () => {
  const text = 'query ($p: JSON) { cypher(text: "RETURN $a AS a, $b AS b", parameters: $p) { rows } }';
  const p = { a: "'}) MATCH (n) RETURN n //", b: [1, 2] };
  expect((await api.data(text, { p })).at('cypher', 'rows', 0)).toEqual(p);
  for (const wrong of [7, 'x', [1]])
    expect((await api.ask(text, { p: wrong })).errors[0]?.extensions?.code).toBe('cypher-parameter');
});
