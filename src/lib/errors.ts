/** What an operator is told: a stable code, a sentence, and what to do about it. */
export interface KeylineErrorOptions {
  /** One sentence that says what to do next. */
  readonly hint?: string;
  /** The file, line, field, host or setting that is at fault. */
  readonly source?: string;
  readonly cause?: unknown;
  /** Process exit code: 1 failure, 2 bad usage or bad input. */
  readonly exitCode?: 1 | 2;
}

/** A failure that is known and explained. The command line prints it as one sentence, without a stack. */
export class KeylineError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly source: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(code: string, message: string, options: KeylineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KeylineError';
    this.code = code;
    this.hint = options.hint;
    this.source = options.source;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Bad usage or bad input: exit code 2. */
export function inputError(
  code: string,
  message: string,
  options: Omit<KeylineErrorOptions, 'exitCode'> = {},
): KeylineError {
  return new KeylineError(code, message, { ...options, exitCode: 2 });
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** One printable sentence for an operator: what, where, what to do. */
export function sentenceOf(error: KeylineError): string {
  const where = error.source === undefined ? '' : ` (${error.source})`;
  const hint = error.hint === undefined ? '' : ` ${error.hint}`;
  return `${error.message}${where}.${hint}`.replace(/\.\.(?=\s|$)/g, '.');
}
