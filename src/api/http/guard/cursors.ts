import { createHmac, randomBytes } from 'node:crypto';

interface Edge {
  readonly cursor: string;
}

interface Page<E extends Edge> {
  readonly edges: readonly E[];
  readonly pageInfo?: { readonly startCursor: string | null; readonly endCursor: string | null };
}

const KEPT = 20_000;
const key = randomBytes(32);
const real = new Map<string, string>();

/**
 * A page without some of its edges. A cursor holds a key: where the last edge was taken out, the page ends in a sealed cursor, which
 * leads on to the next page while the service runs, and tells nothing.
 */
export function cutPage<E extends Edge, P extends Page<E>>(page: P, kept: readonly E[]): P {
  const { pageInfo } = page;
  if (pageInfo === undefined || kept.length === page.edges.length) return { ...page, edges: kept };
  const last = page.edges.at(-1);
  const endCursor = last !== undefined && last === kept.at(-1) ? pageInfo.endCursor : sealed(pageInfo.endCursor);
  return { ...page, edges: kept, pageInfo: { ...pageInfo, startCursor: kept[0]?.cursor ?? null, endCursor } };
}

function sealed(cursor: string | null): string | null {
  if (cursor === null) return null;
  const seal = `sealed.${createHmac('sha256', key).update(cursor).digest('hex').slice(0, 32)}`;
  const [oldest] = real.keys();
  if (real.size >= KEPT && oldest !== undefined) real.delete(oldest);
  real.set(seal, cursor);
  return seal;
}

/** Arguments with the cursor that a sealed one stands for. */
export function openCursors(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { after } = args;
  const found = typeof after === 'string' ? real.get(after) : undefined;
  return found === undefined ? args : { ...args, after: found };
}
