import { join } from 'node:path';
import { lastLineOf } from './child.ts';
import type { BenchServer } from './server.ts';

/** What the peer's loader took, as `peer/load.py` tells it. */
export interface PeerLoad {
  readonly firstSeconds: number;
  readonly againSeconds: number;
  readonly firstCpuSeconds: number;
  readonly againCpuSeconds: number;
  readonly peakMb: number;
}

const SCRIPT = join(import.meta.dirname, '../peer/load.py');

/** Loads the rows twice with the peer's loader into the emptied graph, and empties it again. */
export async function loadWithPeer(server: BenchServer, python: string, folder: string): Promise<PeerLoad> {
  await server.wipe();
  const measured = await lastLineOf<PeerLoad>(python, [SCRIPT, server.uri, folder], {
    BENCH_NEO4J_PASSWORD: server.password,
  });
  await server.wipe();
  await server.dropForeignIndexes();
  return measured;
}

/** One sync of an AWS emulator, as `peer/sync.py` tells it. */
export interface PeerSync {
  readonly seconds: number;
  readonly code: number | null;
  readonly peakMb: number;
}

/** Syncs the account with the peer into the emptied graph, and empties it again. */
export async function syncWithPeer(
  server: BenchServer,
  python: string,
  endpoint: string,
  env: NodeJS.ProcessEnv,
): Promise<PeerSync> {
  await server.wipe();
  const measured = await lastLineOf<PeerSync>(python, [join(import.meta.dirname, '../peer/sync.py'), server.uri], {
    ...env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_DEFAULT_REGION: 'us-east-1',
    BENCH_NEO4J_PASSWORD: server.password,
  });
  await server.wipe();
  await server.dropForeignIndexes();
  return measured;
}
