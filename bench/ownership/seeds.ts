/** Seeds that weights are learnt on. */
export const TRAINING_SEEDS = range(1001, 1016);
/** Seeds that calibration and thresholds are chosen on. */
export const VALIDATION_SEEDS = range(2001, 2010);
/** The first of the seeds that are judged; none of the others is among them, whatever `--seed` says. */
export const FIRST_JUDGED_SEED = 1;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
