import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { collectors } from '../../src/collectors/registry.ts';
import { freePort } from '../../src/graph/server/freePort.ts';
import { FixedClock } from '../../src/lib/clock.ts';
import type { SourceConfig } from '../../src/lib/config.ts';
import { type CollectRun, runCollect } from '../../src/pipeline/collect.ts';
import { answer, findQuery, readCoverage } from '../../src/queries/index.ts';
import { runCommand } from '../cli/support.ts';
import { OktaStub } from '../collectors/okta/stub.ts';
import { type Stub, startStub } from '../collectors/vault/support.ts';
import { withEmptyGraph } from '../support/neo4j.ts';
import { makeHome, openTestSession, type TestSession } from '../support/test-session.ts';

// A call waits a minute for an answer and tries five times more: here, as long, in quicker time.
vi.mock('p-retry', async (original) => {
  const real = await original<typeof import('p-retry')>();
  return {
    ...real,
    default: ((call, options) =>
      real.default(call, { ...options, minTimeout: 5, maxTimeout: 20 })) as typeof real.default,
  };
});
const realTimeout = AbortSignal.timeout.bind(AbortSignal);
vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => realTimeout(Math.min(ms, 300)));
vi.setConfig({ testTimeout: 180_000 });

const address = withEmptyGraph();
const clock = new FixedClock('2026-11-20T09:30:00Z');
let okta: OktaStub;
let vault: Stub;
let silent: Server;
let opened: TestSession;
let run: CollectRun;

/** One source that answers, one that denies, one that is dead and one that never answers. */
beforeAll(async () => {
  Object.assign(process.env, { OKTA_CLIENT_TOKEN: 'o', VAULT_TOKEN: 'v', HR_SCIM_TOKEN: 'h', GITHUB_TOKEN: 'g' });
  okta = await OktaStub.start();
  vault = await startStub({}, () => 403);
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  opened = await openTestSession(address, clock, makeHome(Buffer.alloc(32, 7)));
  run = await runCollect(opened.session, collectors, await sources(), []);
}, 180_000);

afterAll(async () => {
  await opened?.close();
  await okta?.stop();
  await vault?.close();
  silent?.closeAllConnections();
  silent?.close();
});

async function sources(): Promise<SourceConfig[]> {
  const nobody = `http://127.0.0.1:${await freePort()}/scim/v2`;
  const never = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  return [
    { type: 'okta', orgUrl: okta.url },
    { type: 'vault', address: vault.address },
    { type: 'hr', tenant: 'reed', scim: { url: nobody } },
    { type: 'github', organisations: ['Reed-9'], baseUrl: never },
  ];
}

function outcomesOf(source: string): string[] {
  const steps = run.steps.filter(({ key }) => key.source === source);
  return [...new Set(steps.map(({ outcome }) => outcome.status))].sort();
}

describe('one source denied, one dead, one slow', () => {
  test('the run ends, and each source comes to what it came to', () => {
    expect(run.failures).toEqual([]);
    expect({ vault: outcomesOf('vault'), hr: outcomesOf('hr'), github: outcomesOf('github') }).toEqual({
      vault: ['denied'],
      hr: ['failed'],
      github: ['failed'],
    });
    expect(outcomesOf('okta')).toContain('complete');
  });

  test('what the others said is in the graph', async () => {
    const rows = await opened.session.graph.read(
      "MATCH (p:Principal) WHERE p.system = 'okta' AND p.known RETURN count(p) AS people",
    );
    expect(rows[0]?.['people']).toBeGreaterThan(3);
    const complete = run.steps.filter(({ key, outcome }) => key.source === 'okta' && outcome.status === 'complete');
    expect(complete.length).toBeGreaterThan(3);
  });

  test('coverage says so, with what was missing, in every answer', async () => {
    const { graph } = opened.session;
    const { incomplete, line, sources: count } = await readCoverage(graph);
    expect(count).toBe(4);
    expect(line).toMatch(/^[34] of 4 sources incomplete: /);
    const broken = Object.groupBy(incomplete, ({ source }) => source);
    expect(new Set(broken['vault']?.map(({ outcome }) => outcome))).toEqual(new Set(['denied']));
    for (const source of ['hr', 'github']) {
      expect(new Set(broken[source]?.map(({ outcome }) => outcome)), source).toEqual(new Set(['failed']));
    }
    expect(broken['vault']?.every(({ reason }) => /403|denied/i.test(reason ?? ''))).toBe(true);
    expect(broken['hr']?.[0]?.reason).toMatch(/ECONNREFUSED|refused|fetch failed|connect/i);
    expect(broken['github']?.[0]?.reason).toMatch(/time|abort/i);
    const { coverage } = await answer(graph, clock, findQuery('orphan-agents'), {});
    expect(coverage.line).toBe(line);
    expect(coverage.incomplete).toEqual(incomplete);
  });

  test('the command line shows it', async () => {
    const { code, stdout, stderr } = await runCommand(['sources', '--format', 'json'], {
      session: opened.session,
      collectors,
    });
    expect(code).toBe(0);
    for (const word of ['denied', 'failed', 'complete']) expect(stdout).toContain(word);
    expect(stdout + stderr).not.toContain('undefined');
  });

  test('nothing is retired for them, and the next run of what works is unchanged', async () => {
    clock.advance(3_600_000);
    const again = await runCollect(opened.session, collectors, await sources(), ['okta', 'vault']);
    expect(again.totals.retired).toBe(0);
    expect(again.steps.some(({ key, outcome }) => key.source === 'vault' && outcome.status === 'denied')).toBe(true);
  });
});
