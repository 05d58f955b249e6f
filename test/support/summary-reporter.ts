import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Writes the counts to the file of `KEYLINE_TEST_SUMMARY`, from which scripts/bootstrap.mjs prints the last line. A file
 * that could not be loaded, a failed hook of a suite and an unhandled error count as one failure each.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const path = process.env['KEYLINE_TEST_SUMMARY'];
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(countTests(modules, unhandledErrors.length)));
  }
}

function countTests(modules: readonly TestModule[], unhandledErrors: number): TestCounts {
  let passed = 0;
  let failed = unhandledErrors;
  for (const module of modules) {
    for (const test of module.children.allTests('passed')) passed += test.ok() ? 1 : 0;
    for (const _test of module.children.allTests('failed')) failed += 1;
    for (const suite of module.children.allSuites()) failed += suite.errors().length > 0 ? 1 : 0;
    failed += module.errors().length > 0 ? 1 : 0;
  }
  return { passed, failed };
}
