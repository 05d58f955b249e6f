import { expect, it } from 'vitest';
import { type AnyStep, runStep } from '../../src/collect/index.ts';
import { collectors } from '../../src/collectors/registry.ts';
import { Loader } from '../../src/graph/index.ts';
import { fixtureRoots } from '../support/golden.ts';
import { type LoaderBench, loaderBench } from '../support/loader.ts';
import { testRunContext } from '../support/run-context.ts';
import { captureFixture } from './support/capture.ts';
import { deniedAfter, giving } from './support/denied.ts';

const bench = loaderBench();

interface Told {
  readonly source: string;
  readonly scope: string;
  readonly step: AnyStep;
  readonly items: readonly unknown[];
}

/** The step of a collector whose fixture holds the most items, with these items. */
async function fullest(source: string): Promise<Told> {
  const found = new Map<string, Told & { readonly items: unknown[] }>();
  const collector = collectors.find((one) => one.source === source);
  for (const root of fixtureRoots(source)) {
    const fixture = collector === undefined ? undefined : await captureFixture(collector, root);
    for (const { step, raw, context } of fixture?.captured ?? []) {
      if (step.mode !== 'snapshot' || !mappable(() => step.map(raw, context))) continue;
      const known = found.get(step.id) ?? { source, scope: context.scope, step, items: [] };
      if (known.scope === context.scope) known.items.push(raw);
      found.set(step.id, known);
    }
  }
  const [most] = [...found.values()].sort((a, b) => b.items.length - a.items.length);
  if (most === undefined) throw new Error(`the fixtures of ${source} feed no snapshot step`);
  return most;
}

/** Fixtures also hold items that cannot be mapped; they would keep every run from being complete. */
function mappable(map: () => unknown): boolean {
  try {
    map();
    return true;
  } catch {
    return false;
  }
}

async function runOnce({ graph, home, clock }: LoaderBench, told: Told, step: AnyStep) {
  clock.advance(3_600_000);
  const loader = await Loader.begin({ graph: graph(), home: home(), clock, what: 'contract' });
  const context = testRunContext({ clock });
  const report = await runStep(told.source, step, { scope: told.scope, client: undefined }, loader, context);
  await loader.end();
  return { status: report.outcome.status, retired: report.result.retired };
}

it.each(collectors.map(({ source }) => source))(
  '%s: a denied page retires nothing, a complete run does',
  { timeout: 120_000 },
  async (source) => {
    const told = await fullest(source);
    const first = await runOnce(bench, told, giving(told.step, told.items));
    expect(first).toEqual({ status: 'complete', retired: 0 });
    expect(await runOnce(bench, told, deniedAfter(told.step, []))).toEqual({ status: 'denied', retired: 0 });
    const some = told.items.slice(0, Math.floor(told.items.length / 2));
    const half = await runOnce(bench, told, deniedAfter(told.step, some));
    expect(half).toEqual({ status: some.length === 0 ? 'denied' : 'partial', retired: 0 });
    const gone = await runOnce(bench, told, giving(told.step, []));
    expect(gone.status).toBe('complete');
    expect(gone.retired).toBeGreaterThan(0);
  },
);
