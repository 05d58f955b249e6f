import type { AnyCollector, AnyStep, MapContext, RunContext } from '../../../src/collect/index.ts';
import { type FixtureImport, importFixture } from '../../support/golden.ts';
import { testRunContext } from '../../support/run-context.ts';

/** A raw item that a fixture file gave to a step, with the context its mapping had. */
export interface Captured {
  readonly step: AnyStep;
  readonly raw: unknown;
  readonly context: MapContext;
}

export interface CapturedFixture extends FixtureImport {
  readonly root: string;
  readonly captured: readonly Captured[];
}

/** Imports a fixture and keeps every raw item on its way to `map`. */
export async function captureFixture(
  collector: AnyCollector,
  root: string,
  context: RunContext = testRunContext(),
): Promise<CapturedFixture> {
  const captured: Captured[] = [];
  const steps = collector.steps.map((step) => ({
    ...step,
    map: (raw: unknown, mapContext: MapContext) => {
      captured.push({ step, raw: structuredClone(raw), context: mapContext });
      return step.map(raw, mapContext);
    },
  }));
  const imported = await importFixture(root, [{ ...collector, steps }], context);
  return { root, captured, ...imported };
}
