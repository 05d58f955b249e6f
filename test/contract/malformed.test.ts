import { describe, expect, it } from 'vitest';
import { type AnyCollector, type ImportItem, MalformedError } from '../../src/collect/index.ts';
import { collectors } from '../../src/collectors/registry.ts';
import { type FixtureFile, filesOf, itemsOf, withContent } from '../support/fixture-files.ts';
import { testRunContext } from '../support/run-context.ts';
import { faultsOf } from './support/faults.ts';
import { malformedJson } from './support/malformed.ts';

const AT = '2026-11-20T09:30:00.000Z';

/** What the contract has against the records that a file comes to; an item may be refused, by reading or by mapping. */
async function faultsOfFile({ collector, format, file }: FixtureFile, text: string): Promise<readonly string[]> {
  try {
    return (await itemsOf(format, withContent(file, text))).flatMap((item) => faultsOfItem(collector, item));
  } catch (thrown) {
    return thrown instanceof MalformedError ? [] : [`reading throws ${String(thrown)}`];
  }
}

function faultsOfItem(collector: AnyCollector, item: ImportItem): readonly string[] {
  const step = item.item === 'raw' ? collector.steps.find(({ id }) => id === item.step) : undefined;
  if (item.item !== 'raw' || step === undefined) return [];
  const context = { scope: item.scope, at: AT, fingerprint: testRunContext().fingerprint };
  try {
    return step.map(item.raw, context).flatMap((record) => faultsOf(record, step.emits, collector.source));
  } catch {
    return [];
  }
}

describe.each(collectors.map((collector) => [collector.source, collector] as const))('collector %s', (_, collector) => {
  it('makes no record out of a field that is missing or of another type', { timeout: 60_000 }, async () => {
    const faults = new Set<string>();
    let tried = 0;
    for (const one of await filesOf(collector)) {
      for (const { at, value, text } of malformedJson(one.bytes.toString('utf8'))) {
        tried += 1;
        for (const fault of await faultsOfFile(one, text))
          faults.add(`${one.format.id} ${at} = ${JSON.stringify(value)}: ${fault}`);
      }
    }
    expect([...faults]).toEqual([]);
    expect(tried).toBeGreaterThan(0);
  });
});
