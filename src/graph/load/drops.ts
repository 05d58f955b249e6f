import type { Run } from '../store.ts';

/** Facts taken from steps by somebody else's retirement: key hashes by claim. */
export type Drops = Map<string, string[]>;

export function addDrop(drops: Drops, claim: string, hash: string): void {
  const list = drops.get(claim);
  if (list === undefined) drops.set(claim, [hash]);
  else list.push(hash);
}

const MAX_DROPS = 20_000;

/** Stands in the list when there were too many to name. */
export const TOO_MANY_DROPS = 'too-many';

/**
 * Tells the other steps, in the same transaction, that what they said is no longer in the graph: they say it again in
 * their next run. Past 20,000 facts a step's whole cache is given up instead.
 */
export async function recordDrops(run: Run, drops: Drops): Promise<void> {
  if (drops.size === 0) return;
  const rows = [...drops].map(([claim, hashes]) => ({ claim, hashes }));
  await run(
    `UNWIND $in.rows AS row MATCH (s:Step {id: row.claim})
     WITH s, coalesce(s.dropped, []) + row.hashes AS dropped
     SET s.dropped = CASE WHEN size(dropped) > ${MAX_DROPS} THEN ['${TOO_MANY_DROPS}'] ELSE dropped END,
         s.cacheDigest = CASE WHEN size(dropped) > ${MAX_DROPS} THEN null ELSE s.cacheDigest END`,
    { in: { rows } },
  );
}
