// The package has two builds, and a bundler's resolution takes the other one: named in full, it is the one that the libraries load.
import { GraphQLError } from 'graphql/index.js';
import { KeylineError } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';

/** The body a client may see of an unexpected failure. */
const INTERNAL = 'The question could not be answered because of an internal error.';

/**
 * What a client is told: a known failure with its code and hint, a mistake in the request as GraphQL words it, and of anything
 * else nothing; that goes to the log.
 */
export function maskError(error: unknown, log: Logger): Error {
  const cause = causeOf(error);
  const at = error instanceof GraphQLError ? error : undefined;
  if (cause instanceof KeylineError) return known(cause, at);
  if (at !== undefined && at.originalError === undefined) return at;
  if (isTimeout(cause)) return told('The question took too long.', 'timeout', at);
  log.error({ err: cause instanceof Error ? cause : String(cause) }, 'a request failed');
  return told(INTERNAL, 'internal', at);
}

function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError !== undefined) cause = cause.originalError;
  return cause;
}

function known(error: KeylineError, at: GraphQLError | undefined): GraphQLError {
  // What the database says about a failed question is about internals.
  if (error.code === 'query-failed') return told('The saved question could not be answered.', error.code, at);
  return told(error.message, error.code, at, error.hint, error.code === 'decision' ? error.source : undefined);
}

function told(
  message: string,
  code: string,
  at: GraphQLError | undefined,
  hint?: string,
  field?: string,
): GraphQLError {
  return new GraphQLError(message, {
    ...(at?.nodes === undefined ? {} : { nodes: at.nodes }),
    ...(at?.path === undefined ? {} : { path: at.path }),
    extensions: { code, ...(hint === undefined ? {} : { hint }), ...(field === undefined ? {} : { field }) },
  });
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && String(cause.code).includes('TransactionTimedOut');
}
