import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KeylineError } from '../../lib/errors.ts';
import type { Java } from './prerequisites.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');

export const POM = join(ROOT, 'infra/neo4j/pom.xml');
export const MAIN_SOURCE = join(ROOT, 'infra/neo4j/KeylineNeo4j.java');
export const MAIN_CLASS = 'KeylineNeo4j';

/**
 * Where the files of one Neo4j version are. They belong to the checkout, not to a data directory, so that any number of
 * data directories (tests have their own) share them.
 */
export interface Distribution {
  readonly version: string;
  readonly folder: string;
  /** The jars of Neo4j. */
  readonly lib: string;
  /** The jar of the Browser; filled when it is first asked for. */
  readonly browserLib: string;
  readonly mainJar: string;
  /** The class-data archive of the JVM: halves the start. Optional. */
  readonly archive: string;
}

/** Error: `bad-pom` when the pom names no version. */
export function locateDistribution(): Distribution {
  const version = /<neo4j\.version>([^<]+)</.exec(readFileSync(POM, 'utf8'))?.[1];
  if (version === undefined) throw new KeylineError('bad-pom', 'The pom names no neo4j.version', { source: POM });
  const folder = join(ROOT, '.keyline/neo4j', version);
  return {
    version,
    folder,
    lib: join(folder, 'lib'),
    browserLib: join(folder, 'browser'),
    mainJar: join(folder, 'main.jar'),
    archive: join(folder, 'classes.jsa'),
  };
}

/** The class path. Its beginning must not change: the class-data archive is only valid for the one it was made with. */
export function classPath(distribution: Distribution, browser: boolean): string {
  const folders = browser ? [distribution.lib, distribution.browserLib] : [distribution.lib];
  return [distribution.mainJar, ...folders.flatMap(jarsIn)].join(':');
}

function jarsIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jar'));
  return names.sort().map((name) => join(folder, name));
}

/** What each provisioned part was made from: a part is made again when this changes. */
export function partStamps(java: Java): { readonly lib: string; readonly main: string } {
  const pom = readFileSync(POM);
  return { lib: hash(pom), main: hash(pom, readFileSync(MAIN_SOURCE), java.path, java.version) };
}

function hash(...parts: (string | Buffer)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex');
}

/** Neo4j's jars are here, so that neither Maven nor a compiler is needed to run it. */
export function isProvisioned(distribution: Distribution): boolean {
  return existsSync(distribution.mainJar) && existsSync(join(distribution.folder, 'lib.stamp'));
}
