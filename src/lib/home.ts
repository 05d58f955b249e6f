import { resolve } from 'node:path';

/** The data directory: `KEYLINE_HOME`, else `.keyline` under the working directory. */
export function keylineHome(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return resolve(env['KEYLINE_HOME'] || '.keyline');
}
