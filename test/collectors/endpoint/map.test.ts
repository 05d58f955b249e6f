import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openImportFile } from '../../../src/collect/files/open.ts';
import { importPaths } from '../../../src/collect/import.ts';
import { runStep } from '../../../src/collect/run.ts';
import collector from '../../../src/collectors/endpoint/collector.ts';
import { scanFormat } from '../../../src/collectors/endpoint/files.ts';
import { readDocument } from '../../../src/collectors/endpoint/read-document.ts';
import { goldenRecords } from '../../support/golden.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';
import { make } from './canaries.ts';
import { TestHome } from './home.ts';

const folder = new URL('../../../src/collectors/endpoint/fixture/', import.meta.url);
const fixture = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('wren.scan.json', folder), 'utf8')) as Record<string, unknown>;

async function importText(text: string | Buffer): Promise<MemorySink> {
  const sink = new MemorySink();
  await importPaths([new TestHome().put('~/x.json', text)], [collector], sink, testRunContext());
  return sink;
}

describe('a scan document', () => {
  it('becomes its golden records', async () => {
    const sink = new MemorySink();
    await importPaths([new URL('wren.scan.json', folder).pathname], [collector], sink, testRunContext());
    expect([...sink.steps.keys()]).toEqual(['endpoint:dv-31/wren/scan']);
    const run = sink.steps.get('endpoint:dv-31/wren/scan');
    expect(run?.outcome).toMatchObject({ status: 'complete', fetched: 1 });
    expect(run?.records).toEqual(goldenRecords(fileURLToPath(folder)));
    const count = (name: string): number =>
      run?.records.filter((one) => ('label' in one ? one.label : 'type' in one ? one.type : '') === name).length ?? 0;
    expect(['Agent', 'Tool', 'Credential', 'USES', 'STORED_IN', 'Evidence', 'DELEGATES_TO'].map(count)).toEqual([
      4, 3, 5, 12, 6, 5, 2,
    ]);
  });

  it.each([
    ['{"keylineScan": 2}', 'keylineScan: must be 1'],
    ['{"keylineScan": 1, "device": {', 'document: is not JSON'],
    ['{"keylineScan": 1}', 'scannedAt'],
    [
      Buffer.concat([Buffer.from('{"keylineScan": 1, "x": "'), Buffer.from([0xff, 0x22, 0x7d])]),
      'document: is not valid UTF-8',
    ],
  ])('%s is refused', async (text, problem) => {
    const file = await openImportFile(new TestHome().put('~/x.json', text), '');
    expect(scanFormat.recognise(file)).toBe(true);
    const problems: string[] = [];
    for await (const item of scanFormat.read(file))
      if (item.item === 'problem') problems.push(`${item.problem.place}: ${item.problem.message}`);
    expect(problems.join('\n')).toContain(problem);
    expect((await importText(text)).steps.size).toBe(0);
  });

  it('a wrong or secret-holding item costs that item, and the snapshot is not complete', async () => {
    const bad = fixture();
    const token = make.pat('doc');
    bad['credentials'] = [
      ...(bad['credentials'] as object[]),
      { kind: 'x', place: '~/x', as: token },
      { kind: 3, place: 'y' },
      { kind: 'x', place: 'y', value: token },
    ];
    const { faults, scan } = readDocument(bad);
    expect(faults.map(({ place }) => place)).toEqual(['credentials[6].as', 'credentials[7].kind', 'credentials[8]']);
    expect(JSON.stringify(faults)).not.toContain(token.slice(4, 16));
    expect(scan?.credentials).toHaveLength(6);
    const run = [...(await importText(JSON.stringify(bad))).steps.values()][0];
    expect(run?.outcome?.status).toBe('partial');
  });

  it('is told apart from other files', async () => {
    const recognised = async (text: string) =>
      scanFormat.recognise(await openImportFile(new TestHome().put('~/x.json', text), ''));
    expect(await recognised('{"a": {"keylineScan": 1}}')).toBe(false);
    expect(await recognised('{"device": {"id": "x"}, "keylineScan": 1}')).toBe(true);
  });
});

it('the live step scans the configured homes', async () => {
  const home = new TestHome();
  home.put('~/.cursor/mcp.json', {
    mcpServers: { a: { command: 'npx', args: ['a'], env: { A_TOKEN: make.pat('live') } } },
  });
  home.put('~/.gemini/settings.json', '{');
  const context = testRunContext();
  const config: unknown = collector.config.parse({
    homes: [{ home: home.home, hostId: 'mdm-5', user: 'wren' }],
    fingerprintKeyFile: home.at('/key'),
  });
  const [connection] = await collector.connect(config, { signal: context.signal, log: context.log, env: {} });
  const [step] = collector.steps;
  if (connection === undefined || step === undefined) throw new Error('no connection');
  const sink = new MemorySink();
  const report = await runStep('endpoint', step, connection, sink, context);
  expect(report.outcome).toMatchObject({ status: 'partial', fetched: 1, problemCount: 1 });
  const records = [...sink.steps.values()][0]?.records ?? [];
  const device = records.find((one) => 'label' in one && one.label === 'Device');
  expect(`${(device as { id: string }).id.slice('device:'.length)}/wren`).toBe(connection.scope);
});
