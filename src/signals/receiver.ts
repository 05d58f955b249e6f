import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { SignalsConfig } from '../lib/config-signals.ts';
import { keepSignals } from './keep.ts';
import { hookOf, signalsOfHook } from './okta.ts';
import { SignalRefused } from './refusal.ts';
import { signalsOfSet } from './set.ts';
import type { Signal } from './signal.ts';
import { openStreams } from './streams.ts';
import { verifySet } from './verify.ts';

/** What a request brings, however it came. Header names are lower case. */
export interface Delivery {
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
}

/** Takes pushed security events: verified, kept, and then told on. */
export interface SignalReceiver {
  /** A SET (RFC 8935). Errors: `SignalRefused`; others when its keys or the graph cannot be reached. */
  readonly takeSet: (delivery: Delivery) => Promise<readonly Signal[]>;
  /** A delivery of an Okta event hook. Errors: as above. */
  readonly takeHook: (delivery: Delivery) => Promise<readonly Signal[]>;
}

/** Errors: `config`. */
export function signalReceiver(config: SignalsConfig, graph: Graph, clock: Clock): SignalReceiver {
  const streams = openStreams(config);
  return {
    takeSet: async ({ header, body }) => {
      checkType(header('content-type'), 'application/secevent+jwt');
      const verified = await verifySet(body.toString('utf8').trim(), header('authorization'), streams, clock.now());
      return kept(signalsOfSet(verified));
    },
    takeHook: async ({ header, body }) => {
      const hook = hookOf(config.okta, header);
      checkType(header('content-type'), 'application/json');
      return kept(signalsOfHook(hook, body, clock.now()));
    },
  };

  async function kept(signals: readonly Signal[]): Promise<readonly Signal[]> {
    await keepSignals(graph, clock, signals);
    return signals;
  }
}

function checkType(given: string | undefined, wanted: string): void {
  const [type = ''] = (given ?? '').toLowerCase().split(';');
  if (type.trim() !== wanted) throw new SignalRefused('invalid_request', `The content type must be ${wanted}`);
}
