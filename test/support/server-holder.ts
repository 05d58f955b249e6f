/**
 * A process that opens the graph server of a data directory and keeps it until SIGINT or SIGTERM: what a command of ours
 * does, in small. Arguments: the data directory. Prints one JSON line `{uri, owned}` when it has it.
 */
import { openServer } from '../../src/graph/server/index.ts';

const [home = ''] = process.argv.slice(2);
const server = await openServer({ home });

async function end(): Promise<void> {
  await server.stop();
  process.exit(0);
}

process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());
// Signals alone do not keep a process alive.
setInterval(() => {}, 60_000);
process.stdout.write(`${JSON.stringify({ uri: server.uri, owned: server.owned })}\n`);
