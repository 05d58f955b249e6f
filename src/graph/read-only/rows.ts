import type { Graph, Params, Row } from '../store.ts';
import type { ReadOnlyTable } from './types.ts';
import { plain } from './values.ts';

interface Limits {
  readonly limit: number;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Reads rows until one of the limits. Closing the session ends what is under way in the database (Bolt RESET). */
export async function readRows(graph: Graph, text: string, params: Params, limits: Limits): Promise<ReadOnlyTable> {
  limits.signal?.throwIfAborted();
  const session = graph.session('READ', 500);
  const end = (): void => void session.close();
  limits.signal?.addEventListener('abort', end, { once: true });
  try {
    const tx = await session.beginTransaction({ timeout: limits.timeoutMs });
    const result = tx.run(text, params);
    const columns = (await result.keys()).map(String);
    const rows: Row[] = [];
    let bytes = 0;
    let cutBy: ReadOnlyTable['cutBy'];
    for await (const record of result) {
      const row = plain(record.toObject());
      bytes += JSON.stringify(row).length;
      cutBy = rows.length >= limits.limit ? 'rows' : bytes > limits.maxBytes ? 'bytes' : undefined;
      if (cutBy !== undefined) break;
      rows.push(row);
    }
    return { columns, rows, more: cutBy !== undefined, cutBy };
  } finally {
    limits.signal?.removeEventListener('abort', end);
    await session.close();
  }
}
