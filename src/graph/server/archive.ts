import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import neo4j from 'neo4j-driver';
import { messageOf } from '../../lib/errors.ts';
import type { Distribution } from './distribution.ts';
import { startJavaServer } from './javaServer.ts';
import type { ProvisionOptions } from './provision.ts';

/** What the trial run does, so that the classes behind it are in the archive. */
const TRIAL: readonly string[] = [
  'CREATE CONSTRAINT trial_id IF NOT EXISTS FOR (n:Trial) REQUIRE n.id IS UNIQUE',
  'UNWIND range(1, 100) AS i MERGE (n:Trial {id: toString(i)}) SET n += {name: "n" + i, tags: ["a", "b"]}',
  'MATCH (a:Trial), (b:Trial) WHERE toInteger(a.id) + 1 = toInteger(b.id) MERGE (a)-[r:NEXT]->(b) SET r.since = "x"',
  'MATCH p = (a:Trial {id: "1"})-[:NEXT*1..5]->(b) WITH b, count(*) AS n RETURN b.name, n ORDER BY n DESC LIMIT 5',
  'MATCH (n:Trial) OPTIONAL MATCH (n)<-[r:NEXT]-() WHERE n.id STARTS WITH "1" RETURN count(DISTINCT n), collect(r.since)[..3]',
  'SHOW CONSTRAINTS',
  'MATCH (n) DETACH DELETE n',
];

/** The JVM writes the archive while it exits, which takes ten seconds on a quiet machine. */
const WRITE_TIMEOUT_MS = 120_000;

/**
 * Runs the server once on an empty data directory and lets the JVM write down the classes it loaded, already parsed and
 * verified. A failure is told and forgotten: without the archive the server starts too, in twice the time.
 */
export async function archiveClasses(distribution: Distribution, options: ProvisionOptions): Promise<void> {
  const home = mkdtempSync(join(distribution.folder, 'trial-'));
  rmSync(distribution.archive, { force: true });
  try {
    const draft = join(home, 'classes.jsa');
    await trialRun({ ...distribution, archive: draft }, home, options);
    if (existsSync(draft)) renameSync(draft, distribution.archive);
    else options.onProgress('The JVM wrote no class archive: starts will be slower');
  } catch (error) {
    options.signal?.throwIfAborted();
    options.onProgress(`No class archive, starts will be slower: ${messageOf(error)}`);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function trialRun(distribution: Distribution, home: string, options: ProvisionOptions): Promise<void> {
  const password = 'trial-run-password';
  const server = await startJavaServer({
    ...options,
    distribution,
    home,
    password,
    browser: false,
    onSpawn: () => {},
    memory: { heapMb: 512, pageCacheMb: 64 },
    archiveFlags: [`-XX:ArchiveClassesAtExit=${distribution.archive}`],
  });
  const driver = neo4j.driver(server.uri, neo4j.auth.basic('neo4j', password));
  try {
    for (const statement of TRIAL) await driver.executeQuery(statement);
  } finally {
    await driver.close();
    await server.stop(WRITE_TIMEOUT_MS);
  }
}
