import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import vault from '../../../src/collectors/vault/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyline-vault-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function imported(name: string, content: string | Buffer) {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  const sink = new MemorySink();
  const report = await importPaths([folder], [vault], sink, testRunContext());
  return {
    file: report.files[0],
    step: report.steps[0],
    records: [...sink.steps.values()].flatMap((one) => one.records),
  };
}

const AUDIT = JSON.stringify({
  time: '2026-11-20T03:04:05Z',
  type: 'response',
  auth: { entity_id: 'e-9' },
  request: { id: 'q-1', operation: 'read', path: 'kv/data/x' },
});

test('a policy that is not UTF-8 is a problem, and nothing is made of it', async () => {
  const { step, records } = await imported(
    'vault/h/policies/latin.hcl',
    Buffer.from('path "kv/data/\xe9" {}', 'latin1'),
  );
  expect(step?.outcome.status).not.toBe('complete');
  expect(step?.outcome.problems[0]?.place).toContain('latin');
  expect(records).toEqual([]);
});

test('an answer that breaks off is not complete', async () => {
  const { step } = await imported('vault/h/identity/entity/id/e-1.json', '{\n "data": {"id": "e-1", "na');
  expect(step?.outcome.status).not.toBe('complete');
});

test('a rotated and packed audit file, in a namespace', async () => {
  const { file, step, records } = await imported(
    'vault/h.example+a+b/audit.log.3.gz',
    gzipSync(`${AUDIT}\n${AUDIT}\n`),
  );
  expect(file?.format).toBe('vault-audit');
  expect(step?.key.scope).toBe('h.example/a/b');
  expect(records[0]).toMatchObject({ principal: 'vault:h.example/a/b:entity:e-9' });
});

test('an audit file that does not say its server is told where to go', async () => {
  const { file, records } = await imported('audit.log', `${AUDIT}\n${AUDIT}\n`);
  expect(file?.problems[0]?.message).toContain('vault/<host>/');
  expect(records).toEqual([]);
});

test.each([
  ['vault/h/kv/data/app/db.json', '{"data":{"data":{"p":"CANARY"}}}'],
  ['vault/h/sys/seal-status.json', '{}'],
  ['vault/mounts.json', '{}'],
  ['elsewhere/h/sys/mounts.json', '{}'],
  ['vault/h/policies/readme.txt', 'x'],
])('%s is not read', async (name, content) => {
  expect((await imported(name, content)).file?.format).toBeUndefined();
});
