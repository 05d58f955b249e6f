import { print } from 'graphql/language/printer.js';
import type { TadaDocumentNode } from './graphql.ts';

/** Why a question has no answer, in words for whoever looks at the page. */
export class AskError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly hint?: string };
  }[];
}

/**
 * Asks the service. Errors: `AskError`, with the code of the API, or `offline`, `login`, `forbidden`, `busy`, `unreadable`.
 */
export async function ask<R, V>(document: TadaDocumentNode<R, V>, variables: V, signal?: AbortSignal): Promise<R> {
  const response = await post({ query: textOf(document), variables }, signal);
  const body = await bodyOf(response);
  const [error] = body.errors ?? [];
  if (error !== undefined)
    throw new AskError(error.extensions?.code ?? 'failed', error.message, error.extensions?.hint);
  if (!response.ok || body.data === undefined || body.data === null) throw refusedBy(response.status);
  return body.data as R;
}

/** The question as text, as it can be asked by anyone. */
export function textOf<R, V>(document: TadaDocumentNode<R, V>): string {
  return print(document as never);
}

async function post(body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'graphql-require-preflight': '1' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (thrown) {
    if (signal?.aborted === true) throw thrown;
    throw new AskError(
      'offline',
      'The service does not answer.',
      'It may be starting or stopped. Try again in a moment.',
    );
  }
}

async function bodyOf(response: Response): Promise<Body> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Body;
  } catch {
    throw refusedBy(response.status);
  }
}

function refusedBy(status: number): AskError {
  if (status === 401) return new AskError('login', 'You need to log in to see this.');
  if (status === 403) return new AskError('forbidden', 'You may not see this.', 'Ask an administrator for the role.');
  if (status === 429) return new AskError('busy', 'Too many questions at once.', 'Wait a moment, then try again.');
  return new AskError('unreadable', `The service gave no answer that can be read (HTTP ${status}).`);
}
