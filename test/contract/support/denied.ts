import { type AnyStep, DeniedError } from '../../../src/collect/index.ts';

/** The step with a source that gives these items and refuses the page after them. */
export function deniedAfter(step: AnyStep, items: readonly unknown[]): AnyStep {
  return {
    ...step,
    async *fetch() {
      yield* items;
      throw new DeniedError('the page is refused');
    },
  };
}

/** The step with a source that gives these items and ends. */
export function giving(step: AnyStep, items: readonly unknown[]): AnyStep {
  return {
    ...step,
    async *fetch() {
      yield* items;
    },
  };
}
