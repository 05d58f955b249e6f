import { cpSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AnyCollector } from '../../src/collect/index.ts';
import { collectors } from '../../src/collectors/registry.ts';
import { FixedClock } from '../../src/lib/clock.ts';
import type { EventRecord, GraphRecord } from '../../src/schema/index.ts';
import { asJson, fixtureRoots, goldenSteps, importFixture } from '../support/golden.ts';
import { testRunContext } from '../support/run-context.ts';
import { type CapturedFixture, captureFixture } from './support/capture.ts';
import { undescribedFields } from './support/describe-config.ts';
import { looseEnds } from './support/ends.ts';
import { faultsOf } from './support/faults.ts';
import { deepFreeze } from './support/freeze.ts';

/** Steps that no fixture file feeds, with the reason. Empty is the aim. */
const WITHOUT_FIXTURE: Readonly<Record<string, string>> = {
  'github/repository-dependabot-secrets': 'read and mapped as repository-actions-secrets is',
  'github/codespaces-secrets': 'read and mapped as actions-secrets is',
  'github/repository-codespaces-secrets': 'read and mapped as repository-actions-secrets is',
};

function fixturesOf(collector: AnyCollector): Promise<CapturedFixture[]> {
  return Promise.all(fixtureRoots(collector.source).map((root) => captureFixture(collector, root)));
}

function recordsOf(fixtures: readonly CapturedFixture[]): readonly (GraphRecord | EventRecord)[] {
  return fixtures.flatMap(({ steps }) => Object.values(steps).flatMap((step) => step.records));
}

function keysOf(records: readonly (GraphRecord | EventRecord)[]): readonly string[] {
  return records.map((one) =>
    one.record === 'edge' ? `${one.type} ${one.from.id} ${one.to.id}` : `${one.record} ${one.id}`,
  );
}

/** A copy of the folder whose files were written at another time, in another place. */
function copiedLater(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'keyline-contract-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(root, copy, { recursive: true });
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), 1_700_000_777, 1_700_000_777);
  }
  return copy;
}

describe.each(collectors.map((collector) => [collector.source, collector] as const))(
  'collector %s',
  (source, collector) => {
    const steps = collector.steps;

    it('has fixtures that give exactly the golden records and problems, and each file is read', async () => {
      const roots = fixtureRoots(source);
      expect(roots).not.toEqual([]);
      for (const root of roots) {
        const imported = await importFixture(root, [collector]);
        expect(asJson(imported.steps)).toEqual(goldenSteps(root, imported.steps));
        expect(imported.unread).toEqual(['golden.json']);
      }
    });

    it('feeds every step from files', async () => {
      const fed = new Set((await fixturesOf(collector)).flatMap((one) => Object.keys(one.steps).map(stepOfClaim)));
      const unfed = steps.filter(({ id }) => !fed.has(id) && WITHOUT_FIXTURE[`${source}/${id}`] === undefined);
      expect(unfed.map(({ id }) => id)).toEqual([]);
    });

    it('emits declared kinds and properties only, UTC instants, keys without holes, and no secret', async () => {
      const faults = (await fixturesOf(collector)).flatMap(({ captured }) =>
        captured.flatMap(({ step, raw, context }) => {
          const records = mapped(() => step.map(raw, context));
          return records.flatMap((one) => faultsOf(one, step.emits, source).map((fault) => `${step.id}: ${fault}`));
        }),
      );
      expect([...new Set(faults)]).toEqual([]);
    });

    it('maps purely: the same raw item gives the same records, and stays as it was', async () => {
      for (const { captured } of await fixturesOf(collector)) {
        for (const { step, raw, context } of captured) {
          const before = structuredClone(raw);
          const first = mapped(() => step.map(raw, context));
          expect(raw).toEqual(before);
          expect(mapped(() => step.map(deepFreeze(raw), context))).toEqual(first);
        }
      }
    });

    it('has stable keys: files written at another time and read elsewhere give the same ones', async () => {
      const later = testRunContext({ clock: new FixedClock('2031-01-02T03:04:05Z') });
      for (const root of fixtureRoots(source)) {
        const [now, then] = [
          await captureFixture(collector, root),
          await captureFixture(collector, copiedLater(root), later),
        ];
        expect(keysOf(recordsOf([then]))).toEqual(keysOf(recordsOf([now])));
      }
    });

    it('has edges whose ends it emits itself, or that another source can assert', async () => {
      const records = recordsOf(await fixturesOf(collector)).filter((one) => one.record !== 'event');
      expect(looseEnds(records)).toEqual([]);
    });

    it('recognises no file of another collector, and no other collector recognises its files', async () => {
      for (const root of fixtureRoots(source)) {
        const { steps: read, unread } = await importFixture(root, collectors);
        expect(Object.keys(read).filter((claim) => !claim.startsWith(`${source}:`))).toEqual([]);
        expect(unread).toEqual(['golden.json']);
      }
    });

    it('says what it needs, what it cannot see and what it was tested against', () => {
      expect(steps.filter((step) => step.permissions.length === 0).map(({ id }) => id)).toEqual([]);
      expect(collector.cannotSee).not.toEqual([]);
      expect(collector.testedAgainst).not.toBe('');
      expect(collector.files.filter((format) => format.title === '' || format.madeBy === '')).toEqual([]);
      expect(undescribedFields(collector.config)).toEqual([]);
    });
  },
);

function stepOfClaim(claim: string): string {
  return claim.slice(claim.lastIndexOf('/') + 1);
}

/** The records, or none where the raw item is one that cannot be mapped (fixtures hold such items too). */
function mapped(map: () => readonly (GraphRecord | EventRecord)[]): readonly (GraphRecord | EventRecord)[] {
  try {
    return map();
  } catch {
    return [];
  }
}
