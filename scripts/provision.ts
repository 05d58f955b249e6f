/** Fetches and prepares the embedded Neo4j, when it is what the graph will run on; quick when that is done already. */

import { prepareServer } from '../src/graph/server/index.ts';
import { KeylineError, sentenceOf } from '../src/lib/errors.ts';

try {
  await prepareServer({ onProgress: (message) => process.stderr.write(`${message} …\n`) });
} catch (error) {
  if (!(error instanceof KeylineError)) throw error;
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = error.exitCode;
}
