/** How a step ended. Only `complete` may retire what was not seen. */
export type OutcomeStatus = 'complete' | 'partial' | 'denied' | 'failed';

/** Something a step could not see or understand. It costs that one fact; the run goes on. */
export interface Problem {
  /** `denied`: not allowed. `failed`: the call or read did not work. `malformed`: it answered with something that cannot be used. */
  readonly kind: 'denied' | 'failed' | 'malformed';
  /** What was being read: an operation, a file. */
  readonly what: string;
  /** Where in it: a line, a field, a page, an id. */
  readonly place?: string;
  readonly message: string;
}

export interface StepOutcome {
  readonly status: OutcomeStatus;
  /** Raw items seen. */
  readonly fetched: number;
  /** The first problems, in order; `problemCount` has them all. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

const KEPT_PROBLEMS = 50;

/** Collects problems while a step runs, and says what the step came to. */
export class ProblemLog {
  readonly #kept: Problem[] = [];
  #count = 0;
  #denied = 0;
  #failed = 0;

  add(problem: Problem): void {
    this.#count += 1;
    if (problem.kind === 'denied') this.#denied += 1;
    if (problem.kind === 'failed') this.#failed += 1;
    if (this.#kept.length < KEPT_PROBLEMS) this.#kept.push(problem);
  }

  get count(): number {
    return this.#count;
  }

  /** `ended`: the step read to its end. With nothing fetched, a step all of whose calls were denied, or failed, was so too. */
  outcome(fetched: number, ended: boolean): StepOutcome {
    return { status: this.#status(fetched, ended), fetched, problems: [...this.#kept], problemCount: this.#count };
  }

  #status(fetched: number, ended: boolean): OutcomeStatus {
    if (ended && this.#count === 0) return 'complete';
    if (fetched > 0) return 'partial';
    if (this.#count > 0 && this.#denied === this.#count) return 'denied';
    return ended && this.#denied === 0 && this.#failed < this.#count ? 'partial' : 'failed';
  }
}

/** One line for an operator: `denied: iam:ListUsers in 111122223333: not authorised`. */
export function problemLine(problem: Problem): string {
  const place = problem.place === undefined ? '' : ` at ${problem.place}`;
  return `${problem.kind}: ${problem.what}${place}: ${problem.message}`;
}
