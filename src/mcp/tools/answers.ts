import { z } from 'zod';
import type { Row } from '../../graph/index.ts';
import { answer, type SavedQuery } from '../../queries/index.ts';
import { coverageOf } from '../shapes.ts';
import type { Call } from '../tool.ts';

const TIMEOUT_MS = 25_000;

/** Fields of a page that is turned by offset. */
export const page = {
  more: z.boolean().describe('There are rows behind these.'),
  nextOffset: z.int().optional().describe('Give it as offset for the next page.'),
};

/** A saved question answered, and a sentence about it. Errors: those of `answer`. */
export async function ask(
  query: SavedQuery,
  given: Readonly<Record<string, unknown>>,
  { limit, offset }: { readonly limit: number; readonly offset: number },
  call: Call,
) {
  const found = await answer(call.graph, call.clock, query, given, {
    limit,
    offset,
    timeoutMs: TIMEOUT_MS,
    signal: call.signal,
  });
  const { rows, more, parameters, coverage } = found;
  const data = {
    parameters: { ...parameters },
    rows: rows.map((row) => ({ ...row })),
    more,
    ...(more ? { nextOffset: offset + rows.length } : {}),
    coverage: coverageOf(coverage),
  };
  return { data, says: sentence(query, rows, more, coverage.line) };
}

function sentence(query: SavedQuery, rows: readonly Row[], more: boolean, coverage: string): string {
  const count = rows.length === 0 ? 'No rows' : `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
  return `${query.title}: ${count}${more ? ', and more behind nextOffset' : ''}. Coverage: ${coverage}.`;
}
