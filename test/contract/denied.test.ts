import { describe, expect, it } from 'vitest';
import { type AnyStep, runStep } from '../../src/collect/index.ts';
import { collectors } from '../../src/collectors/registry.ts';
import { fixtureRoots } from '../support/golden.ts';
import { MemorySink, testRunContext } from '../support/memory-sink.ts';
import { type Captured, captureFixture } from './support/capture.ts';
import { deniedAfter } from './support/denied.ts';

async function rawsByStep(source: string): Promise<ReadonlyMap<AnyStep, readonly Captured[]>> {
  const raws = new Map<AnyStep, Captured[]>();
  const collector = collectors.find((one) => one.source === source);
  for (const root of fixtureRoots(source)) {
    const fixture = collector === undefined ? undefined : await captureFixture(collector, root);
    for (const one of fixture?.captured ?? []) raws.set(one.step, [...(raws.get(one.step) ?? []), one]);
  }
  return raws;
}

async function outcomeOf(source: string, step: AnyStep, scope: string): Promise<string> {
  const report = await runStep(source, step, { scope, client: undefined }, new MemorySink(), testRunContext());
  const kinds = report.outcome.problems.map((problem) => problem.kind);
  return kinds.includes('denied') ? report.outcome.status : `no denial told: ${kinds.join()}`;
}

describe.each(collectors.map(({ source }) => source))('collector %s', (source) => {
  it('ends a step denied on its first page as denied, on a later page as partial', async () => {
    for (const [step, raws] of await rawsByStep(source)) {
      const items = raws.map(({ raw }) => raw);
      const scope = raws[0]?.context.scope ?? '';
      expect([step.id, await outcomeOf(source, deniedAfter(step, []), scope)]).toEqual([step.id, 'denied']);
      expect([step.id, await outcomeOf(source, deniedAfter(step, items), scope)]).toEqual([step.id, 'partial']);
    }
  });
});
