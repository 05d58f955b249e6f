import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openImportFile } from '../../../src/collect/files/open.ts';
import { runStep } from '../../../src/collect/run.ts';
import collector from '../../../src/collectors/opengraph/collector.ts';
import { openGraphFormat } from '../../../src/collectors/opengraph/files.ts';
import { goldenRecords } from '../../support/golden.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';
import { FIXTURE, fileWith, imported } from './support.ts';

const hounds = new URL('hounds.json', FIXTURE).pathname;

describe('a file of another source', () => {
  it('becomes its golden records; what does not fit is told with its place', async () => {
    const { scopes, step, problems } = await imported(hounds);
    expect(scopes).toEqual(['opengraph:Wolfhound/graph']);
    expect(step?.outcome).toMatchObject({ status: 'partial', fetched: 8 });
    expect(step?.records).toHaveLength(7);
    expect(step?.records).toEqual(goldenRecords(fileURLToPath(FIXTURE)));
    expect(problems).toEqual([
      'graph.edges[4].start: names a node that the file does not hold, and does not say its kind',
      'graph.edges[5].kind: must be letters, digits and underscores',
      'graph.nodes[4]: props.name: looks like a secret (github-token): push its keyed fingerprint',
      'graph.nodes[5].id: must be text that is not empty',
      'graph.nodes[6].kinds: must be a list of at least one text',
      'graph.edges: 1 edges of kind "WH_Sings from Principal to Principal" have no counterpart and were left out',
    ]);
    expect(JSON.stringify([step, problems])).not.toContain('Canary');
  });

  it('is collected from configured paths alike', async () => {
    const context = testRunContext();
    const config: unknown = collector.config.parse({ paths: [hounds] });
    const [connection] = await collector.connect(config, { signal: context.signal, log: context.log, env: {} });
    const [step] = collector.steps;
    if (connection === undefined || step === undefined) throw new Error('no connection');
    const sink = new MemorySink();
    const report = await runStep('opengraph', step, connection, sink, context);
    expect(report.outcome).toMatchObject({ status: 'partial', fetched: 8, problemCount: 6 });
    expect([...sink.steps.values()][0]?.records).toHaveLength(7);
  });
});

describe('hostile files', () => {
  const node = '{"id":"a","kinds":["X_User"],"properties":{"name":"A"}}';

  it.each([
    [`{"graph":{"nodes":[${node},{"id":"b","ki`, 1, 'the document breaks off before its end'],
    [`{"graph":{"nodes":[${node},!],"edges":[]}}`, 1, 'is not JSON from here on'],
    [`{"graph":{"nodes":[${node},7,null,[]],"edges":[{}]}}`, 1, 'must be an object'],
    [
      `{"graph":{"nodes":[${node},{"id":"b","kinds":["X_User"],"properties":{"name":{"deep":1}}}],"edges":[]}}`,
      2,
      undefined,
    ],
  ])('%s', async (text, records, problem) => {
    const { step, problems } = await imported(fileWith(text));
    expect(step?.records).toHaveLength(records);
    if (problem === undefined) expect(problems).toEqual([]);
    else expect(problems.join('\n')).toContain(problem);
    expect(step?.outcome?.status).toBe(problem === undefined ? 'complete' : 'partial');
  });

  it('names that are not unique are not guessed', async () => {
    const twice = node.replace('"a"', '"b"');
    const edge = '{"kind":"X_MemberOf","start":{"match_by":"name","value":"A"},"end":{"value":"a"},"properties":{}}';
    const { problems } = await imported(fileWith(`{"graph":{"nodes":[${node},${twice}],"edges":[${edge}]}}`));
    expect(problems).toEqual(['graph.edges[0].start: names more than one node']);
  });

  it('is told apart from other files, and its scope is its source kind, else its folder', async () => {
    const recognised = async (text: string) => openGraphFormat.recognise(await openImportFile(fileWith(text), ''));
    expect(await recognised('{"graph": {"nodes": []}}')).toBe(true);
    expect(await recognised('{"graph": {"vertices": []}}')).toBe(false);
    expect(await recognised('{"x": {"graph": {"nodes": []}}}')).toBe(false);
    const { scopes } = await imported(fileWith('{"graph":{"nodes":[],"edges":[]}}'));
    expect(scopes[0]).toMatch(/^opengraph:keyline-opengraph-\w+\/graph$/);
  });
});
