import { KeylineError } from '../../lib/errors.ts';

/** Fewer or more rows matched than were sent: something is wrong with the graph or the schema, and it must be seen. */
export class LoadMismatch extends KeylineError {
  constructor(kind: string, sent: number, matched: unknown) {
    super('load-mismatch', `${sent} ${kind} records were sent and ${String(matched)} written`, {
      hint: 'Nothing of the batch was kept. Run `keyline doctor` and report this.',
    });
  }
}

/** Edges whose ends are not all there. Thrown inside a transaction to undo it; the ends are made then, and it is done again. */
export class MissingEnds extends LoadMismatch {}
