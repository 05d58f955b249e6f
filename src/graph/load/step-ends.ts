import type { Run } from '../store.ts';

/** How a step ended in which nothing changed: what its Step node is to say. */
export interface StepEnd {
  readonly claim: string;
  /** `null` removes a property. What other steps took from it meanwhile (`dropped`) is not among them. */
  readonly props: Readonly<Record<string, unknown>>;
}

/** Writes the ends of several steps in one transaction; of one step the last counts. */
export async function endSteps(run: Run, ends: readonly StepEnd[]): Promise<void> {
  await run('UNWIND $in.ends AS end MERGE (s:Step {id: end.claim}) SET s += end.props', { in: { ends } });
}
