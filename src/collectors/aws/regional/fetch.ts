import { MalformedError } from '../../../collect/errors.ts';
import type { FetchContext } from '../../../collect/step.ts';
import type { AwsClient } from '../client.ts';
import { type PageToken, pages } from '../pages.ts';
import type { Place } from './arn.ts';

export type AwsFetch = FetchContext<AwsClient>;

interface Listing<Page, Entry> {
  /** `secretsmanager:ListSecrets` */
  readonly what: string;
  /** Region, or what the list is about. */
  readonly place: string;
  readonly call: (token: PageToken, abortSignal: AbortSignal) => Promise<Page>;
  readonly entries: (page: Page) => readonly Entry[] | undefined;
  readonly next: (page: Page) => PageToken;
}

/** The entries of every page of a list. A page without its list is malformed: it is not an empty one. */
export async function* entries<Page, Entry>(context: AwsFetch, listing: Listing<Page, Entry>): AsyncGenerator<Entry> {
  const call = async (token: PageToken, signal: AbortSignal): Promise<Page> => {
    const page = await listing.call(token, signal);
    if (!Array.isArray(listing.entries(page))) throw new MalformedError(`${listing.what} answered without its list`);
    return page;
  };
  for await (const page of pages(context, listing.what, call, listing.next, listing.place))
    yield* listing.entries(page) ?? [];
}

export interface Watch {
  readonly context: AwsFetch;
  /** Whether a call failed or a list broke off so far. */
  readonly failed: () => boolean;
}

/** A context that remembers whether anything went wrong in it. */
export function watched(context: AwsFetch): Watch {
  let failed = false;
  const problem: AwsFetch['problem'] = (one) => {
    failed = true;
    context.problem(one);
  };
  const attempt: AwsFetch['attempt'] = async (what, call, place) => {
    let answered = false;
    const answer = await context.attempt(
      what,
      async (signal) => {
        const value = await call(signal);
        answered = true;
        return value;
      },
      place,
    );
    failed ||= !answered;
    return answer;
  };
  return { context: { ...context, problem, attempt }, failed: () => failed };
}

/** As `entries`, all at once; `undefined` when any page could not be read: a part is not the whole. */
export async function allEntries<Page, Entry>(
  context: AwsFetch,
  listing: Listing<Page, Entry>,
): Promise<readonly Entry[] | undefined> {
  const watch = watched(context);
  const all: Entry[] = [];
  for await (const entry of entries(watch.context, listing)) all.push(entry);
  return watch.failed() ? undefined : all;
}

/** The account's regions one after the other. */
export async function* inRegions<Raw>(
  context: AwsFetch,
  read: (place: Place) => AsyncIterable<Raw>,
): AsyncGenerator<Raw> {
  for (const region of context.client.regions) yield* read({ account: context.client.account, region });
}

/**
 * One more fact about something: its answer, `null` where the service says that there is none (`absent` matches the names
 * of the errors that say so), `undefined` where it could not be read.
 */
export async function fact<Answer>(
  context: AwsFetch,
  what: string,
  place: string,
  call: (abortSignal: AbortSignal) => Promise<Answer>,
  absent?: RegExp,
): Promise<Answer | null | undefined> {
  const answered = async (signal: AbortSignal): Promise<{ readonly answer: Answer | null }> => {
    try {
      return { answer: await call(signal) };
    } catch (thrown) {
      if (thrown instanceof Error && absent?.test(thrown.name) === true) return { answer: null };
      throw thrown;
    }
  };
  return (await context.attempt(what, answered, place))?.answer;
}
