import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '../graph/index.ts';
import { type Clock, instantOf } from '../lib/clock.ts';

const ROOT = join(import.meta.dirname, '../..');
/** What derived facts and findings are made with. */
const RULES = ['src/access', 'src/derive', 'src/findings', 'src/queries', 'src/schema', 'cypher'];

let digest: string | undefined;

/**
 * What a derivation of this moment would be made from. Two with the same text give the same: it names the graph's version,
 * the decisions, the signals, the events, the rules, and the day, because ownership and findings ask how long ago something was.
 */
export async function derivedFrom(graph: Graph, events: string, clock: Clock): Promise<string> {
  const [row] = await graph.read(
    `OPTIONAL MATCH (r:Run) WHERE r.graphVersion > 0 WITH coalesce(max(r.graphVersion), 0) AS version
     OPTIONAL MATCH (d:Decision) WITH version, count(d) + count(d.endedAt) AS decisions
     OPTIONAL MATCH (s:Signal) RETURN version, decisions, count(s) AS signals`,
  );
  const day = instantOf(clock.now()).slice(0, 10);
  const told = `decisions ${row?.['decisions'] ?? 0}, signals ${row?.['signals'] ?? 0}`;
  return `graph ${row?.['version'] ?? 0}, ${told}, events ${events}, rules ${rulesDigest()}, ${day}`;
}

/** What the last derivation that ended was made from. */
export async function lastDerivedFrom(graph: Graph): Promise<string | undefined> {
  const [row] = await graph.read(
    `MATCH (r:Run) WHERE r.what = 'derive' AND r.endedAt IS NOT NULL
     RETURN r.derivedFrom AS from, r.outcome AS outcome ORDER BY r.startedAt DESC LIMIT 1`,
  );
  return row?.['outcome'] === 'complete' ? ((row['from'] as string | null) ?? undefined) : undefined;
}

export async function keepDerivedFrom(graph: Graph, runId: string, from: string): Promise<void> {
  await graph.write((run) => run('MATCH (r:Run {id: $runId}) SET r.derivedFrom = $from', { runId, from }));
}

function rulesDigest(): string {
  digest ??= digestOf(RULES);
  return digest;
}

function digestOf(folders: readonly string[]): string {
  const sum = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort();
    for (const name of names.filter((one) => /\.(ts|json|cypher)$/.test(one)))
      sum.update(`${folder}/${name}\0`).update(readFileSync(join(ROOT, folder, name)));
  }
  return sum.digest('hex').slice(0, 16);
}
