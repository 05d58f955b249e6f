import { GraphError } from '@microsoft/microsoft-graph-client';
import { DeniedError, MalformedError } from '../../collect/index.ts';
import { messageOf } from '../../lib/errors.ts';

/** An error answer of Graph: `statusCode` and `headers` drive the retry. */
class GraphAnswerError extends Error {
  override readonly name = 'GraphAnswerError';
  readonly statusCode: number;
  readonly headers: Headers | undefined;

  constructor(error: GraphError) {
    const code = error.code === null || error.code === '' ? '' : ` ${error.code}`;
    super(`Graph answered ${error.statusCode}${code}${error.message === '' ? '' : `: ${error.message}`}`);
    this.statusCode = error.statusCode;
    this.headers = error.headers;
  }
}

/** A connection that broke: worth another try. */
class GraphUnreachableError extends Error {
  override readonly name = 'GraphUnreachableError';
  readonly code = 'ECONNRESET';
}

/** Refused because the tenant lacks the licence; Graph answers 400 or 403. */
const LICENCE = /RequestFromNonPremiumTenant|PremiumLicense/i;

/**
 * What the SDK threw, as what it is. The SDK wraps everything in a GraphError and keeps only the name of the cause; a
 * status of -1 says that there was no answer.
 */
export function graphFailure(thrown: unknown): unknown {
  if (!(thrown instanceof GraphError)) return thrown;
  const code = thrown.code ?? '';
  if (code === 'SyntaxError') return new MalformedError('Graph did not answer with JSON');
  if (LICENCE.test(code)) return new DeniedError(new GraphAnswerError(thrown).message);
  if (thrown.statusCode > 0) return new GraphAnswerError(thrown);
  if (code === 'DeniedError') return new DeniedError(thrown.message);
  if (code === 'TimeoutError' || code === 'AbortError') return Object.assign(new Error(thrown.message), { name: code });
  return new GraphUnreachableError(`no answer from Graph: ${thrown.message}`);
}

/** msal could not reach the sign-in service, or got no usable answer from it. */
const UNREACHABLE = /network|endpoints_resolution|openid_config|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|fetch failed/i;

/** What @azure/identity threw: a refusal, unless the sign-in service was too busy or did not answer. */
export function signInFailure(thrown: unknown): Error {
  const message = messageOf(thrown).split('\n', 1)[0] ?? '';
  const status = (thrown as { statusCode?: unknown } | undefined)?.statusCode;
  const busy = typeof status === 'number' && (status === 429 || status >= 500);
  if (busy || UNREACHABLE.test(message)) return new Error(`the sign-in service did not answer: ${message}`);
  return new DeniedError(`signing in to Entra was refused: ${message}`);
}
