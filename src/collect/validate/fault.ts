import { redactText } from '../../lib/redact.ts';

/** What is wrong with a record: the field it stands in, and what was expected. Never the value, which may be a secret. */
export class Fault {
  readonly field: string;
  readonly message: string;

  constructor(field: string, message: string) {
    this.field = field;
    this.message = message;
  }
}

/** A name out of the input, fit for a message: short, and without what looks like a secret. */
export function quoted(name: unknown): string {
  return JSON.stringify(redactText(String(name)).slice(0, 60));
}
