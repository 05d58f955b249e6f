import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import { runStep } from '../../../src/collect/run.ts';
import collector from '../../../src/collectors/records/collector.ts';
import { labels } from '../../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';
import { HEADER } from './support.ts';

const NODE = '{"node":"Endpoint","id":"endpoint:x.example.com","props":{"host":"x.example.com"}}';
const OTHER = HEADER.replace('"odd"', '"even"').replace('snapshot', 'delta');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'keyline-records-'));
  writeFileSync(join(path, 'a.ndjson'), [HEADER, NODE, OTHER, NODE].join('\n'));
  writeFileSync(
    join(path, 'b.ndjson'),
    [HEADER, NODE.replaceAll('x.ex', 'y.ex'), '{"node":"Human","id":"h"}'].join('\n'),
  );
  return path;
}

it('imports files of one step as one run, and a bad line keeps it from being complete', async () => {
  const sink = new MemorySink();
  await importPaths([folder()], [collector], sink, testRunContext());
  expect([...sink.steps.keys()]).toEqual(['records:tern/q-9/odd/snapshot', 'records:tern/q-9/even/delta']);
  const odd = sink.steps.get('records:tern/q-9/odd/snapshot');
  expect(odd?.records).toHaveLength(2);
  expect(odd?.outcome?.status).toBe('partial');
  expect(sink.steps.get('records:tern/q-9/even/delta')?.outcome?.status).toBe('complete');
});

it('collects the same from configured paths', async () => {
  const context = testRunContext();
  const config: unknown = collector.config.parse({ paths: [folder()] });
  const connections = await collector.connect(config, { signal: context.signal, log: context.log, env: {} });
  expect(connections.map(({ scope, skip }) => [scope, Object.keys(skip ?? {})])).toEqual([
    ['tern/q-9/odd', ['delta', 'events']],
    ['tern/q-9/even', ['snapshot', 'events']],
  ]);
  const sink = new MemorySink();
  for (const connection of connections) {
    for (const step of collector.steps) {
      if (connection.skip?.[step.id] === undefined) await runStep('records', step, connection, sink, context);
    }
  }
  expect(sink.steps.get('records:tern/q-9/odd/snapshot')).toMatchObject({
    outcome: { status: 'partial', problemCount: 1 },
  });
  expect(sink.steps.get('records:tern/q-9/even/delta')).toMatchObject({ outcome: { status: 'complete', fetched: 1 } });
});

it('declares every label it accepts', () => {
  const refused = [
    'Human',
    'AccessProfile',
    'Finding',
    'Change',
    'Step',
    'Run',
    'Scope',
    'TrustGroup',
    'Decision',
    'Signal',
  ];
  const emitted = collector.steps[0]?.emits ?? [];
  expect(labels.filter((label) => !emitted.includes(label)).sort()).toEqual(refused.sort());
});
