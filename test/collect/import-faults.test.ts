import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { collectors } from '../../src/collectors/registry.ts';
import { type FixtureFile, filesOf } from '../support/fixture-files.ts';
import {
  brokenInside,
  type Layout,
  latin1,
  layoutOf,
  truncated,
  utf16,
  withDuplicate,
  withHugeLine,
} from './support/broken.ts';
import { type Alone, importAlone } from './support/import-alone.ts';

interface Subject {
  readonly one: FixtureFile;
  readonly text: string;
  readonly layout: Layout;
  readonly whole: Alone;
}

/** Records of a file of several sections: the sections that are not broken are complete, as they should be. */
const BY_SECTION = 'keyline-records';

/** Every fixture file of a collector, and what it comes to when it is whole. */
async function subjectsOf(source: string): Promise<readonly Subject[]> {
  const collector = collectors.find((one) => one.source === source);
  if (collector === undefined) return [];
  return Promise.all(
    (await filesOf(collector)).map(async (one) => {
      const text = one.bytes.toString('utf8');
      return { one, text, layout: layoutOf(one.file.name, text), whole: await importAlone(one, one.bytes) };
    }),
  );
}

/** Faults of a file that lost something: nothing said of it, or a step that takes itself for complete. */
function untold({ one, whole }: Subject, what: string, result: Alone): string[] {
  const { path } = one.file;
  const silent = result.problems.length > whole.problems.length || result.complete.length === 0 ? [] : ['says nothing'];
  const claims = one.format.id === BY_SECTION && result.problems.length > 0 ? [] : result.complete;
  const told = [...silent, ...claims.map((claim) => `takes ${claim} for complete`)];
  return told.map((fault) => `${path.split('/fixture/')[1]} ${what}: ${fault}`);
}

describe.each(collectors.map(({ source }) => source))('files of %s', (source) => {
  let subjects: readonly Subject[] = [];
  beforeAll(async () => {
    subjects = await subjectsOf(source);
  });

  const losing: readonly (readonly [string, (subject: Subject) => string | Buffer, string?])[] = [
    ['truncated', ({ text }) => truncated(text)],
    ['broken in the middle', ({ text, layout }) => brokenInside(text, layout)],
    ['with a byte of Latin-1', ({ text }) => latin1(text)],
    ['emptied', () => ''],
    ['with a gzip that breaks off', ({ one }) => cut(gzipSync(one.bytes)), '.gz'],
    ['with a gzip that is not one', () => Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5]), '.gz'],
  ];

  it.each(losing.map(([what, change, ending]) => ({ what, change, ending })))(
    '$what: told, and never complete',
    { timeout: 60_000 },
    async ({ what, change, ending }) => {
      const faults: string[] = [];
      for (const subject of subjects)
        faults.push(...untold(subject, what, await importAlone(subject.one, change(subject), ending)));
      expect(faults).toEqual([]);
    },
  );

  it('naming a field or a column twice: told, and never complete', { timeout: 60_000 }, async () => {
    const faults: string[] = [];
    for (const subject of subjects.filter(({ layout }) => layout !== 'text'))
      faults.push(
        ...untold(subject, 'doubled', await importAlone(subject.one, withDuplicate(subject.text, subject.layout))),
      );
    expect(faults).toEqual([]);
  });

  it('in lines: a broken line costs that line', { timeout: 60_000 }, async () => {
    for (const { one, text, layout, whole } of subjects.filter((subject) => subject.layout === 'lines')) {
      const { records } = await importAlone(one, brokenInside(text, layout));
      expect([one.file.name, records.length]).toEqual([one.file.name, whole.records.length]);
    }
  });

  it('in UTF-16 or packed: read as they are in UTF-8', { timeout: 60_000 }, async () => {
    for (const { one, text, whole } of subjects) {
      const packed = await importAlone(one, gzipSync(one.bytes), '.gz');
      expect([one.file.path, packed.records]).toEqual([one.file.path, whole.records]);
      const wide = await importAlone(one, utf16(text));
      expect([one.file.path, wide.records]).toEqual([one.file.path, whole.records]);
    }
  });

  it('with a line of 17 MiB: the rest is read', { timeout: 120_000 }, async () => {
    const [first] = subjects.filter(({ layout }) => layout === 'lines' || layout === 'table');
    const [document] = subjects.filter(({ layout }) => layout === 'document');
    for (const subject of [first, document]) {
      if (subject === undefined) continue;
      const result = await importAlone(subject.one, withHugeLine(subject.text, subject.layout));
      const { path } = subject.one.file;
      const strict = subject.one.format.id === 'keyline-scan';
      expect([path, result.records.length]).toEqual([path, strict ? 0 : subject.whole.records.length]);
      if (subject.layout !== 'document' || strict) expect(untold(subject, 'with a huge line', result)).toEqual([]);
    }
  });
});

describe('the content of another source under the name of a file', () => {
  it.each(collectors)('of $source: never complete', { timeout: 60_000 }, async (collector) => {
    const others = await Promise.all(collectors.filter((one) => one !== collector).map(filesOf));
    const donors = others.flatMap((all) => [...new Set([all[0], all[all.length >> 1], all.at(-1)])]);
    const taken: string[] = [];
    for (const one of await filesOf(collector)) {
      for (const donor of donors) {
        const { complete } = await importAlone(one, donor?.bytes ?? '');
        const own = complete.filter((claim) => claim.startsWith(`${collector.source}:`));
        taken.push(...own.map((claim) => `${one.format.id} takes ${donor?.format.id} for ${claim}`));
      }
    }
    expect(taken).toEqual([]);
  });
});

function cut(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length * 0.8));
}
