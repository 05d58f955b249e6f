import { randomUUID } from 'node:crypto';
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

const KEPT = 200;

interface Kept {
  readonly id: string;
  readonly stream: string;
  readonly message: JSONRPCMessage;
}

/** The last messages of one session, for a client whose stream was cut (Last-Event-ID). */
export class EventLog implements EventStore {
  readonly #kept: Kept[] = [];

  storeEvent(stream: string, message: JSONRPCMessage): Promise<string> {
    const id = randomUUID();
    this.#kept.push({ id, stream, message });
    if (this.#kept.length > KEPT) this.#kept.shift();
    return Promise.resolve(id);
  }

  getStreamIdForEventId(id: string): Promise<string | undefined> {
    return Promise.resolve(this.#kept.find((one) => one.id === id)?.stream);
  }

  async replayEventsAfter(
    lastId: string,
    { send }: { readonly send: (id: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const at = this.#kept.findIndex((one) => one.id === lastId);
    const stream = this.#kept[at]?.stream ?? '';
    if (at < 0) return stream;
    for (const one of this.#kept.slice(at + 1)) {
      // A priming event carries an empty message: there is nothing to be said again.
      if (one.stream === stream && 'jsonrpc' in one.message) await send(one.id, one.message);
    }
    return stream;
  }
}
