/**
 * An importer to be killed. Arguments: data directory, file; the graph is named by NEO4J_URI, NEO4J_USER and
 * NEO4J_PASSWORD. Windows are small, so that even a small file takes many transactions. Writes `commit` after each.
 */
import { importPaths } from '../../src/collect/index.ts';
import records from '../../src/collectors/records/collector.ts';
import { type Graph, Loader, openGraph } from '../../src/graph/index.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { testRunContext } from './run-context.ts';

export const CRASH_WINDOW = 40;

/** Imports the file in one run. `onCommit` is told after each transaction. */
export async function importRecords(graph: Graph, home: string, file: string, onCommit: () => void): Promise<void> {
  const watched = Object.create(graph, {
    write: {
      value: async <T>(work: Parameters<typeof graph.write<T>>[0]): Promise<T> => {
        const result = await graph.write(work);
        onCommit();
        return result;
      },
    },
    read: { value: graph.read.bind(graph) },
    stream: { value: graph.stream.bind(graph) },
  }) as Graph;
  const options = { graph: watched, home, clock: systemClock, what: 'import', window: CRASH_WINDOW };
  const loader = await Loader.begin(options);
  await importPaths([file], [records], loader, testRunContext());
  await loader.end();
}

if (import.meta.main) {
  const [home = '', file = ''] = process.argv.slice(2);
  const { NEO4J_URI: uri = '', NEO4J_USER: user = '', NEO4J_PASSWORD: password = '' } = process.env;
  const graph = await openGraph({ uri, user, password });
  await importRecords(graph, home, file, () => process.stdout.write('commit\n'));
  await graph.close();
}
