import { defineConfig } from 'vitest/config';

const GRAPH_TESTS = 'test/**/*.graph.test.ts';
const COMPANY_TESTS = ['test/{lifecycle,mcp,queries,web}/**/*.graph.test.ts', 'test/e2e/company.graph.test.ts'];
const SERVER_TESTS = ['test/server/**/*.test.ts', 'test/e2e/start.test.ts'];
/** One Neo4j server for all files of a project; Community has one database: one file at a time. */
const ON_ONE_SERVER = {
  globalSetup: ['test/support/global-setup.ts'],
  fileParallelism: false,
  testTimeout: 90_000,
  hookTimeout: 60_000,
};

/**
 * `unit` runs its files in parallel. `company` asks the demo company in a graph, which is imported once; `graph` asks small
 * estates. `server` starts and kills servers of its own, one file at a time as well, so that its time bounds mean something.
 */
export default defineConfig({
  test: {
    reporters: ['default', './test/support/summary-reporter.ts'],
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [GRAPH_TESTS, ...SERVER_TESTS],
          // A loaded machine is slow; nothing is asserted about time.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: { name: 'company', include: COMPANY_TESTS, ...ON_ONE_SERVER, sequence: { groupOrder: 1 } },
      },
      {
        test: {
          name: 'graph',
          include: [GRAPH_TESTS],
          exclude: COMPANY_TESTS,
          ...ON_ONE_SERVER,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'server',
          include: SERVER_TESTS,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // These servers live for seconds: the JVM's second compiler takes more of two cores than its code gives back.
          env: { JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1' },
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
