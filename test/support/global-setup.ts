import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { startTestGraph, temporaryHome } from './graph-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The Neo4j server of this run; see `testGraph` in neo4j.ts. */
    readonly graph: { readonly uri: string; readonly user: string; readonly password: string };
    /** Where a file of this run leaves what the next ones need not make again. */
    readonly snapshots: string;
  }
}

/** One graph server for all files of the project `graph`. Vitest runs this only when there is such a file to run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { uri, user, password, stop } = await startTestGraph();
  const snapshots = temporaryHome('snapshots');
  project.provide('graph', { uri, user, password });
  project.provide('snapshots', snapshots);
  return async () => {
    await stop();
    rmSync(snapshots, { recursive: true, force: true });
  };
}
