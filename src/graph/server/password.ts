import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeylineError } from '../../lib/errors.ts';

/**
 * The password of the user `neo4j` of a data directory: made when the graph is new, kept with mode 0600.
 * Error: `graph-password-missing` when there is a graph but its password file is gone.
 */
export function loadPassword(home: string, graphExists: boolean): string {
  const path = join(home, 'neo4j-password');
  if (!existsSync(path)) {
    if (graphExists) {
      throw new KeylineError('graph-password-missing', 'The graph is there, but the file with its password is gone', {
        source: path,
        hint: 'Restore the file, or move the folder "graph" beside it away to begin with an empty graph.',
      });
    }
    // Hexadecimal: Neo4j's own command takes what begins with a dash for an option.
    writeFileSync(path, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8').trim();
}
