import { setTimeout as sleep } from 'node:timers/promises';
import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { instantOf } from '../../../lib/clock.ts';
import { partitionOf } from '../regional/arn.ts';
import { type AwsFetch, entries, watched } from '../regional/fetch.ts';
import { detailOf } from './files.ts';
import type { TrailRecord } from './read.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Events come up to 15 minutes late: each run reads that much again. The event's id makes it count once. */
const OVERLAP_MS = 15 * MINUTE_MS;
/** How far the first run goes back. CloudTrail keeps 90 days. */
const FIRST_RUN_MS = 7 * DAY_MS;
/** Two requests a second for each account and region: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const PAUSE_MS = 500;

/** Until when each region has been read: the step's cursor, as JSON. */
type Cursor = Readonly<Record<string, string>>;

/** Management events of every region, the oldest day first, so that a run that is cut off goes on where it ended. */
export async function* fetchEvents(context: AwsFetch): AsyncGenerator<TrailRecord> {
  let cursor = parsedCursor(context.cursor);
  for (const region of trailRegions(context.client.regions)) {
    const lookup = { region, pause: pacer(context.signal) };
    for (const [from, to] of windows(cursor[region], context.clock.now())) {
      const watch = watched(context);
      yield* records(context, region, eventsBetween(watch.context, lookup, from, to));
      if (watch.failed()) break;
      cursor = { ...cursor, [region]: instantOf(to) };
      context.saveCursor(JSON.stringify(cursor));
    }
  }
}

/** Global services (IAM, STS, Organizations) write their events into one region of the partition. */
const GLOBAL_REGION: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
};

function trailRegions(regions: readonly string[]): readonly string[] {
  return [...new Set([...regions, ...regions.flatMap((region) => GLOBAL_REGION[partitionOf(region)] ?? [])])];
}

/** `[from, to)` in days, in ms. */
function* windows(readUntil: string | undefined, now: number): Generator<readonly [number, number]> {
  const known = Date.parse(readUntil ?? '');
  let from = Number.isNaN(known) ? now - FIRST_RUN_MS : Math.max(known - OVERLAP_MS, now - 90 * DAY_MS);
  while (from < now) {
    const to = Math.min(from + DAY_MS, now);
    yield [from, to];
    from = to;
  }
}

interface Lookup {
  readonly region: string;
  readonly pause: () => Promise<void>;
}

async function* eventsBetween(context: AwsFetch, lookup: Lookup, from: number, to: number): AsyncGenerator<Event> {
  const { region, pause } = lookup;
  const client = context.client.sdk(CloudTrailClient, region);
  const range = { StartTime: new Date(from), EndTime: new Date(to), MaxResults: 50 };
  yield* entries(context, {
    what: 'cloudtrail:LookupEvents',
    place: `${region} ${instantOf(from).slice(0, 10)}`,
    call: async (NextToken, abortSignal) => {
      await pause();
      return client.send(new LookupEventsCommand({ ...range, NextToken }), { abortSignal });
    },
    entries: (page) => page.Events,
    next: (page) => page.NextToken,
  });
}

/** The records in what was found. One that cannot be read is a problem of its own, and holds nothing up. */
async function* records(context: AwsFetch, region: string, found: AsyncIterable<Event>): AsyncGenerator<TrailRecord> {
  for await (const one of found) {
    const record = detailOf(one);
    const place = one.EventId ?? region;
    if (typeof record !== 'string') yield record;
    else context.problem({ kind: 'malformed', what: 'cloudtrail:LookupEvents', place, message: record });
  }
}

/** Waits until the last call is half a second ago. */
function pacer(signal: AbortSignal): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    const wait = last + PAUSE_MS - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal });
    last = performance.now();
  };
}

function parsedCursor(text: string | undefined): Cursor {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Cursor) : {};
  } catch {
    return {};
  }
}
