import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openImportFile } from '../../../src/collect/files/open.ts';
import { recordsFormat } from '../../../src/collectors/records/files.ts';
import { goldenRecords } from '../../support/golden.ts';
import { EVENTS, fileOf, HEADER, problemsOf, readAll } from './support.ts';

const folder = new URL('../../../src/collectors/records/fixture/', import.meta.url);
const NODE = '{"node":"Endpoint","id":"endpoint:x.example.com","props":{"host":"x.example.com"}}';

describe('reading records', () => {
  it.each([1, 9, 4096])('reads the fixture as its golden records, %i bytes at a time', async (size) => {
    const result = await readAll(fileOf(readFileSync(new URL('pushed.ndjson', folder)), size));
    expect(result.problems).toEqual([]);
    expect(result.covers).toEqual([
      'salesforce/zebrafinch.example.com/grants:snapshot',
      'salesforce/zebrafinch.example.com/new-apps:delta',
      'salesforce/zebrafinch.example.com/logins:events',
    ]);
    expect(result.records).toHaveLength(7);
    expect(result.records).toEqual(goldenRecords(fileURLToPath(folder)));
  });

  it('gives one form to one content: declared order, instants normalised, null left out', async () => {
    const a = '{"node":"Credential","id":"c","props":{"createdAt":"2026-01-01 05:00","kind":"k","name":null}}';
    const b = '{"node":"Credential","id":"c","props":{"kind":"k","createdAt":"2026-01-01T07:00:00+02:00"}}';
    const { records } = await readAll(fileOf([HEADER, a, b].join('\n')));
    expect(JSON.stringify(records[0])).toBe(JSON.stringify(records[1]));
    expect(records[0]).toMatchObject({ props: { createdAt: '2026-01-01T05:00:00.000Z' } });
  });

  it('recognises by the header alone', () => {
    expect(recordsFormat.recognise(fileOf(`\uFEFF${HEADER}\n`))).toBe(true);
    expect(recordsFormat.recognise(fileOf('{"event":{"id":"1"}}\n'))).toBe(false);
    expect(recordsFormat.recognise(fileOf('{"keylineScan":1,"device":{}}'))).toBe(false);
    expect(recordsFormat.recognise(fileOf('{"Users":[],\n"keyline":1}'))).toBe(false);
  });

  it('reads UTF-16 and byte-order marks', async () => {
    const text = `${HEADER}\n${NODE}`;
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect((await readAll(fileOf(utf16, 64))).records).toHaveLength(1);
    expect((await readAll(fileOf(`\uFEFF${text}`, 64))).records).toHaveLength(1);
  });
});

describe('what is wrong is told with its line and field, and the rest is read', () => {
  it.each([
    [
      '{"node":"Endpoint","id":"e","props":{"host":"h","hots":1}}',
      'line 2, field props: has the property "hots", which is not declared',
    ],
    ['{"node":"Endpoint","id":"e","props":{}}', 'line 2, field props.host: is required'],
    ['{"node":"Endpoint","id":"e"}', 'line 2, field props.host: is required'],
    [
      '{"node":"Endpoint","id":"e","props":{"host":""}}',
      'line 2, field props.host: must not be empty: what is not known is left out',
    ],
    ['{"node":"Endpoint","id":"e","props":{"host":7}}', 'line 2, field props.host: must be text'],
    ['{"node":"Endpoint","id":"","props":{"host":"h"}}', 'line 2, field id: a key must be text that is not empty'],
    [
      '{"node":"Endpoint","id":"a\\u0007","props":{"host":"h"}}',
      'line 2, field id: a key must not hold control characters',
    ],
    ['{"node":"Endpoint","props":{"host":"h"}}', 'line 2, field id: must be the key, as text'],
    ['{"node":"Planet","id":"p","props":{}}', 'line 2, field node: "Planet" is not a node type'],
    ['{"node":"__proto__","id":"p"}', 'line 2, field node: "__proto__" is not a node type'],
    [
      '{"node":"Session","id":"s","props":{"kind":"k","count":1.5}}',
      'line 2, field props.count: must be a whole number',
    ],
    [
      '{"node":"Session","id":"s","props":{"kind":"k","startedAt":"item 7"}}',
      'line 2, field props.startedAt: must be an RFC 3339 time, such as 2026-11-21T13:08:00Z',
    ],
    [
      '{"node":"Session","id":"s","props":{"kind":"k","startedAt":"2026-02-30"}}',
      'line 2, field props.startedAt: must be an RFC 3339 time, such as 2026-11-21T13:08:00Z',
    ],
    [
      '{"node":"Agent","id":"a","props":{"name":"n","kind":"k","platform":"p","tags":["x",1]}}',
      'line 2, field props.tags: item 1 must be text',
    ],
    [
      '{"node":"Device","id":"d","props":{"name":"n","shared":"yes"}}',
      'line 2, field props.shared: must be true or false',
    ],
    [
      '{"edge":"USES","from":["Agent","a"],"to":["Resource","r"],"props":{"basis":"seen"}}',
      'line 2, field edge: USES does not join Agent to Resource',
    ],
    ['{"edge":"USES","from":["Agent"],"to":["Credential","c"]}', 'line 2, field from: must be [label, key]'],
    [
      '{"edge":"USES","from":["Agent","a"],"to":{"label":"Credential","id":"c","x":1}}',
      'line 2, field to: has the field "x", which is not known',
    ],
    ['{"edge":"LOVES","from":["Agent","a"],"to":["Agent","b"]}', 'line 2, field edge: "LOVES" is not an edge type'],
    [
      '{"edge":"OWNS","from":["Team","t"],"to":["Agent","b"]}',
      'line 2, field edge: OWNS cannot be pushed: owners are derived: push Evidence',
    ],
    [
      '{"edge":"HAS_ACCOUNT","from":["Human","t"],"to":["Principal","b"]}',
      'line 2, field edge: HAS_ACCOUNT cannot be pushed: it joins what is derived only',
    ],
    ['{"node":"Endpoint","id":"e","props":{"host":"a","host":"b"}}', 'line 2: names a field twice'],
    ['{"node":"Endpoint","id":"e","props":{"host" :"\\":","host":"b"}}', 'line 2: names a field twice'],
    [
      '{"node":"Endpoint","id":"e","extra":1,"props":{"host":"a"}}',
      'line 2: has the field "extra", which is not known',
    ],
    ['{"node":"Endpoint","id":"e","pro', 'line 2: is not JSON (or breaks off)'],
    ['[1]', 'line 2: is not a JSON object'],
    ['{}', 'line 2: has none of `node`, `edge` and `event`'],
    ['{"event":{}}', 'line 2, field event: can only stand in a section of mode `events`'],
  ])('%s', async (line, problem) => {
    const { records, problems } = await readAll(fileOf([HEADER, line, NODE].join('\n')));
    expect(problems).toEqual([problem]);
    expect(records).toHaveLength(1);
  });

  it.each(['Human', 'AccessProfile', 'Finding', 'Change', 'Step', 'Run', 'Scope', 'TrustGroup'])(
    '%s is refused',
    async (label) => {
      expect((await problemsOf(`{"node":"${label}","id":"x","props":{}}`))[0]).toContain(`${label} cannot be pushed`);
      expect(await problemsOf(`{"edge":"NAMES","from":["Evidence","e"],"to":["${label}","x"]}`)).toHaveLength(1);
    },
  );

  it('bad bytes and overlong lines cost those lines', async () => {
    const bad = Buffer.concat([
      Buffer.from(`${HEADER}\n${NODE}\n`),
      Buffer.from([0x7b, 0xff, 0x0a]),
      Buffer.from(NODE),
    ]);
    const one = await readAll(fileOf(bad, 33));
    expect(one.problems).toEqual(['line 3: not valid UTF-8 text']);
    expect(one.records).toHaveLength(2);
    const long = `${HEADER}\n${NODE}\n{"node":"${'x'.repeat(17 * 1024 * 1024)}"}\n${NODE}\n`;
    const two = await readAll(fileOf(long, 1 << 20));
    expect(two.problems).toEqual(['line 3: longer than 16777216 bytes']);
    expect(two.records).toHaveLength(2);
  });

  it('a gzip that breaks off gives what was before', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'keyline-records-')), 'x.ndjson.gz');
    const many = Array.from({ length: 9000 }, (_, i) => NODE.replace('endpoint:x', `endpoint:${(i * 7919) % 10007}`));
    const packed = gzipSync([HEADER, ...many].join('\n'));
    writeFileSync(path, packed.subarray(0, packed.length - 2000));
    const { problems, records } = await readAll(await openImportFile(path, ''));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('the file breaks off');
    expect(records.length).toBeGreaterThan(0);
  });
});

describe('headers', () => {
  it.each([
    ['"mode":"snapshot"', '"mode":"often"', 'line 1, field mode: must be one of snapshot, delta, events'],
    ['"keyline":1', '"keyline":2', 'line 1, field keyline: must be 1, the version of this format'],
    ['"source":"tern"', '"source":"Tern/.."', 'line 1, field source: must be a name'],
    ['"scope":"q-9"', '"scope":""', 'line 1, field scope: must be the account'],
    ['"step":"odd"', '"step":"odd","at":1', 'line 1, field header: has the field "at"'],
  ])('%s → %s costs the section, not the next', async (from, to, problem) => {
    const text = [HEADER.replace(from, to), NODE, HEADER, NODE].join('\n');
    const { covers, records, problems } = await readAll(fileOf(text));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(problems[0]).toContain('the records below this header are not read');
    expect(covers).toEqual(['tern/q-9/odd:snapshot']);
    expect(records).toHaveLength(1);
  });

  it('records before any header, and a file without one, are problems', async () => {
    expect((await readAll(fileOf(`${NODE}\n${HEADER}`))).problems).toEqual([
      'line 1, field header: must stand before the first record',
    ]);
    expect((await readAll(fileOf('\n'))).problems).toEqual([
      'line 1, field header: is missing: the file says nothing of its source',
    ]);
  });

  it('an empty snapshot still covers its step', async () => {
    expect(await readAll(fileOf(`${HEADER}\n\r\n\n`))).toEqual({
      covers: ['tern/q-9/odd:snapshot'],
      records: [],
      problems: [],
    });
  });
});

describe('events', () => {
  const good = { id: 'e-1', at: '2026-11-20T01:02:03Z', action: 'tern:Fly', outcome: 'success' };
  const read = (fields: object) =>
    readAll(fileOf(`${EVENTS}\n${JSON.stringify({ event: { ...good, ...fields } })}`, 99));

  it('take source and scope from the header', async () => {
    expect((await read({})).records).toEqual([
      { ...good, record: 'event', at: '2026-11-20T01:02:03.000Z', source: 'tern', scope: 'q-9' },
    ]);
  });

  it.each([
    [{ source: 'aws' }, 'field event.source: must be left out, or be that of the header'],
    [{ outcome: 'maybe' }, 'field event.outcome: must be one of success, failure, denied'],
    [{ at: 'today' }, 'field event.at: must be an RFC 3339 time'],
    [{ action: null }, 'field event.action: is required'],
    [{ action: 'Fly' }, 'field event.action: must be `<service>:<operation>`'],
    [{ prompt: 'hello' }, 'field event: has the field "prompt"'],
    [{ resources: ['a', 3] }, 'field event.resources[1]: must be the key'],
    [{ subject: ['Human', 'h'] }, 'field event.subject.label: Human cannot be pushed'],
    [{ region: '' }, 'field event.region: must not be empty'],
  ])('%j', async (fields, problem) => {
    const { records, problems } = await read(fields);
    expect(records).toEqual([]);
    expect(problems[0]).toContain(problem);
  });

  it('stand alone: no nodes among them', async () => {
    expect((await readAll(fileOf(`${EVENTS}\n${NODE}`))).problems[0]).toContain(
      'cannot stand in a section of mode `events`',
    );
  });
});
