import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { testService } from '../test/mcp/conformance/service.ts';

/** One scenario's checks, as the suite counts them. */
export interface Outcome {
  readonly scenario: string;
  readonly passed: number;
  readonly failed: number;
}

/** Scenarios that call nothing of their own: they are run against the server as it is, too. */
const WITHOUT_FIXTURES = [
  'server-initialize',
  'ping',
  'tools-list',
  'resources-list',
  'prompts-list',
  'dns-rebinding-protection',
];

/** Not in the suite's active set, but ours passes it. */
const BESIDES = ['json-schema-2020-12'];

const SUITE = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'));

/** Every active server scenario against our server with the suite’s fixtures on it, and those that need none against ours alone. */
export async function conformance(): Promise<{
  readonly withFixtures: readonly Outcome[];
  readonly alone: readonly Outcome[];
}> {
  return {
    withFixtures: await against(true, async (url) => [...(await run(url)), ...(await each(url, BESIDES))]),
    alone: await against(false, (url) => each(url, WITHOUT_FIXTURES)),
  };
}

async function against(
  fixtures: boolean,
  work: (url: string) => Promise<readonly Outcome[]>,
): Promise<readonly Outcome[]> {
  const service = await testService({ fixtures });
  try {
    return await work(service.url);
  } finally {
    await service.close();
  }
}

async function each(url: string, scenarios: readonly string[]): Promise<readonly Outcome[]> {
  const all: Outcome[] = [];
  for (const scenario of scenarios) {
    const [, passed = 0, failed = 1] = (
      /Passed: (\d+)\/\d+, (\d+) failed/.exec(await said(url, '--scenario', scenario)) ?? []
    ).map(Number);
    all.push({ scenario, passed, failed });
  }
  return all;
}

async function run(url: string): Promise<readonly Outcome[]> {
  const lines = (await said(url)).matchAll(/^[✓✗] (\S+): (\d+) passed, (\d+) failed/gm);
  return [...lines].map(([, scenario = '', passed, failed]) => ({
    scenario,
    passed: Number(passed),
    failed: Number(failed),
  }));
}

/** What the suite prints. It ends with 1 when a check failed; what failed is in what it prints. */
function said(url: string, ...more: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [SUITE, 'server', '--url', url, ...more],
      { maxBuffer: 64 * 1024 * 1024 },
      (_error, out, err) => resolve(`${out}${err}`),
    );
  });
}

if (import.meta.main) {
  const { withFixtures, alone } = await conformance();
  let failed = 0;
  for (const [title, all] of [
    ['with the fixtures', withFixtures],
    ['as it is', alone],
  ] as const) {
    for (const one of all)
      console.log(
        `${one.failed === 0 && one.passed > 0 ? '✓' : '✗'} ${one.scenario} (${title}): ${one.passed} passed, ${one.failed} failed`,
      );
    failed += all.filter((one) => one.failed > 0 || one.passed === 0).length;
  }
  console.log(JSON.stringify({ scenarios: withFixtures.length + alone.length, failed }));
  process.exitCode = failed === 0 && withFixtures.length > 0 ? 0 : 1;
}
