import { defineConfig } from 'vitest/config';

const GRAPH_TESTS = 'test/**/*.graph.test.ts';
const SERVER_TESTS = ['test/server/**/*.test.ts', 'test/e2e/start.test.ts'];

// Servers of tests live for minutes: the JVM's second compiler would take more of two cores than its code gives back
// (58 of 143 CPU seconds of the demo company's first load).
process.env['JAVA_TOOL_OPTIONS'] ??= '-XX:TieredStopAtLevel=1';

/**
 * `unit` runs its files in parallel. `graph` shares one Neo4j server, and Community has one database: one file at a time.
 * `server` starts and kills servers of its own, one file at a time as well, so that its time bounds mean something.
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
        test: {
          name: 'graph',
          include: [GRAPH_TESTS],
          globalSetup: ['test/support/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'server',
          include: SERVER_TESTS,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
