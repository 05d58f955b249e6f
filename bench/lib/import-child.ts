/**
 * One import in a process of its own, so that its memory and its cold start are its own. Arguments: the path to import;
 * the data directory is KEYLINE_HOME. The last line of standard output is an `ImportMeasure`.
 */
import { collectors } from '../../src/collectors/registry.ts';
import { runImport } from '../../src/pipeline/import.ts';
import { openSession } from '../../src/pipeline/session.ts';
import { measured } from './measure.ts';

const [path = ''] = process.argv.slice(2);
const session = await openSession();
try {
  const { value, ...measure } = await measured(() => runImport(session, collectors, [path]));
  process.stdout.write(`${JSON.stringify({ ...value.totals, ...measure })}\n`);
} finally {
  await session.close();
}
