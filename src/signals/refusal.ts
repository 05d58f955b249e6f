import { KeylineError } from '../lib/errors.ts';

/** Codes of RFC 8935 §2.4, as registered in "Security Event Token Error Codes". */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed'
  | 'access_denied';

/** A signal that is not taken, and what its sender is told. Nothing of what it says has been believed. */
export class SignalRefused extends KeylineError {
  readonly err: RefusalCode;
  readonly status: number;

  constructor(err: RefusalCode, description: string, status = 400) {
    super('signal-refused', description, { exitCode: 2 });
    this.err = err;
    this.status = status;
  }
}
