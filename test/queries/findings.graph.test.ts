import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FindingView, readFindings } from '../../src/queries/findings.ts';
import { withCompany } from '../support/company-graph.ts';
import { dumpGraph } from '../support/graph-dump.ts';
import { filled } from './expected.ts';

const bench = withCompany();

/** What one situation's findings must be: the rule, and the subjects of each, as keys of the plan. */
interface Told {
  readonly rule: string;
  readonly findings: readonly { readonly subjects: readonly string[]; readonly to?: string }[];
  /** Subjects of near misses that another look at the same problem finds, and why that is right. */
  readonly besides?: Readonly<Record<string, string>>;
}

const TOLD: Readonly<Record<string, Told>> = {
  S1: { rule: 'laptop-production-key', findings: [{ subjects: ['{S1.agent}', '{S1.credential}'], to: '{S1.route}' }] },
  S2: {
    rule: 'over-broad-token',
    findings: [{ subjects: ['{S2.agent}', '{S2.registeredCredential}'], to: '{S2.route}' }],
  },
  S3: {
    rule: 'refused-action',
    findings: [{ subjects: ['{S3.agent}', '{S3.resource}'], to: '{S3.route}' }],
    besides: { '{S3#0.agent}': 'the near miss is another repository, to which the same agent pushed' },
  },
  S4: { rule: 'beyond-intent', findings: [{ subjects: ['{S4.agent}', '{S4.resource}'], to: '{S4.route}' }] },
  S5: {
    rule: 'naked-mcp-server',
    findings: [
      { subjects: ['{S5.tool}'], to: 'human:E-1003' },
      { subjects: ['{S5.probedTool}'], to: 'human:E-1003' },
    ],
  },
  S8: {
    rule: 'departed-owner',
    findings: [
      { subjects: ['{S8.agent}', '{S8.human}', '{S8.credential}'], to: '{S8.route}' },
      { subjects: ['{S8#0.agent}', '{S8#0.human}', '{S8#0.credential}'], to: '{S8.route}' },
    ],
    besides: {
      '{S8#0.agent}': 'left longer ago than the question looks back by default; the finding has no such limit',
      '{S8#0.human}': 'the same',
      '{S8#0.credential}': 'the same',
    },
  },
  S9: {
    rule: 'contractor-grant',
    findings: [{ subjects: ['{S9.credential}', '{S9.human}', '{S9.agent}'], to: '{S9.route}' }],
  },
  S10: { rule: 'dissolved-team-agent', findings: [{ subjects: ['{S10.agent}'], to: '{S10.route}' }] },
  S11: { rule: 'moved-owner', findings: [{ subjects: ['{S11.agent}', '{S11.human}'], to: '{S11.route}' }] },
  S12: {
    rule: 'secret-chain',
    findings: [{ subjects: ['{S12.agent}', '{S12.credential}'], to: '{S12.route}' }],
    besides: { '{S12.agent}': 'the near miss is another secret that the same agent reads' },
  },
  S13: { rule: 'open-federation-trust', findings: [{ subjects: ['{S13.principal}'] }] },
  S14: { rule: 'credential-reuse', findings: [{ subjects: ['{S14.credential}'] }] },
  S15: {
    rule: 'orphan-agent',
    findings: ['agent', 'hintedByNameOnly', 'ownerTagNamesNobody', 'onSharedWorkstation'].map((role) => ({
      subjects: [`{S15.${role}}`],
    })),
    besides: { '{S15#0.hintedAgent}': 'is an orphan as well; the person its name sounds like is not its owner' },
  },
};

function findings(situation?: string): Promise<FindingView[]> {
  return readFindings(bench.session().graph, situation === undefined ? {} : { situation });
}

test('every situation that is expected has its finding told here, and no other has', () => {
  const expected = bench.company().situations.filter(({ status }) => status === 'expected');
  expect(Object.keys(TOLD)).toEqual(expected.map(({ situation }) => situation));
});

describe.each(Object.keys(TOLD))('%s', (situation) => {
  const told = TOLD[situation] as Told;

  test('is found, exactly what was planted, and goes to whom it concerns', async () => {
    const wanted = filled(told, bench.company());
    const found = (await findings(situation)).map(({ id, subjects, routedTo }) => ({
      rule: id.split(':')[1],
      subjects,
      to: routedTo,
    }));
    expect(found.sort(bySubjects)).toEqual(
      wanted.findings
        .map(({ subjects, to }) => ({ rule: wanted.rule, subjects: [...new Set(subjects)].sort(), to }))
        .sort(bySubjects),
    );
  });

  test('says so in a sentence, with the path, a remedy and a severity', async () => {
    for (const finding of await findings(situation)) {
      expect(finding.sentence).toMatch(/^\S.{20,}\.$/);
      expect(finding.sentence).not.toMatch(/undefined|null|\[object|NaN/);
      expect(finding.path.length).toBeGreaterThan(0);
      expect(finding.path.every((step) => step.trim() !== '')).toBe(true);
      expect(finding.remedy.length).toBeGreaterThan(10);
      expect(['critical', 'high', 'medium', 'low']).toContain(finding.severity);
      if (finding.routedTo !== undefined) expect(finding.route).toBeTruthy();
    }
  });

  test('is not found in the near misses', async () => {
    const planted = bench.company().situations.find((one) => one.situation === situation);
    const besides = Object.keys(filled(told.besides ?? {}, bench.company()));
    const misses = planted?.nearMisses.flatMap(({ subjects }) => Object.values(subjects)) ?? [];
    const found = (await findings(situation)).flatMap(({ subjects }) => subjects);
    expect(misses.filter((key) => found.includes(key) && !besides.includes(key))).toEqual([]);
  });
});

test('S15: the person whose name is like the agent’s is nowhere given as its owner', async () => {
  const { agent = '', person = '' } = filled(
    { agent: '{S15#0.hintedAgent}', person: '{S15#0.neverItsOwner}' },
    bench.company(),
  );
  const rows = await bench
    .session()
    .graph.read('MATCH (h {id: $person})-[r]-(a:Agent {id: $agent}) RETURN type(r)', { person, agent });
  expect(rows).toEqual([]);
  const mine = (await findings()).filter(({ subjects }) => subjects.includes(agent));
  expect(mine.map(({ routedTo }) => routedTo)).toEqual([undefined]);
});

test('what is ordinary is no finding', async () => {
  const { ordinary } = bench.company();
  const agents = Object.values(ordinary).flatMap((keys) => [keys['agent'], keys['sponsoredAgent'], keys['first']]);
  const found = new Set((await findings()).flatMap(({ subjects }) => subjects));
  expect(agents.filter((key) => key !== undefined && found.has(key))).toEqual([]);
});

describe('a second run', () => {
  test('writes nothing, and every finding keeps its key and the time it was first seen', async () => {
    const before = { findings: await findings(), dump: await dumpGraph(bench.session().graph) };
    const { jobs, totals } = await bench.deriveAgain();
    expect(jobs.filter(({ failed }) => failed !== undefined)).toEqual([]);
    expect(totals).toMatchObject({ written: 0, retired: 0 });
    expect(totals.seen).toBeGreaterThan(1_000);
    expect(await findings()).toEqual(before.findings);
    expect(await dumpGraph(bench.session().graph)).toEqual(before.dump);
  });
});

describe('a problem that is solved', () => {
  test('retires its finding; what is left of it stays the same finding', async () => {
    const key = filled('{S14.credential}', bench.company());
    const before = await findingsAbout(key);
    expect(before.map(ruleOf)).toEqual(['credential-reuse', 'laptop-production-key', 'laptop-production-key']);

    await withoutCredentials('bw-lt-0401');
    const one = await findingsAbout(key);
    expect(one.map(ruleOf)).toEqual(['credential-reuse', 'laptop-production-key']);
    expect(one[0]?.id).toBe(before[0]?.id);
    expect(one[0]?.firstSeen).toBe(before[0]?.firstSeen);
    expect(one[0]?.sentence).toContain('2 places');

    await withoutCredentials('bw-lt-0419');
    expect(await findingsAbout(key)).toEqual([]);
    const retired = await bench
      .session()
      .graph.read('MATCH (f:Finding {id: $id}) RETURN f.retiredAt AS at', { id: before[0]?.id });
    expect(retired[0]?.['at']).toEqual(expect.any(String));
  });

  test('and comes back under its old key with the problem', async () => {
    expect(await findings('S14')).toEqual([]);
    for (const [path, text] of originals) writeFileSync(path, text);
    await bench.importAgain(join(bench.company().exports, 'endpoint'));
    await bench.deriveAgain();
    expect(await findings('S14')).toMatchObject([{ subjects: [filled('{S14.credential}', bench.company())] }]);
  });

  test('leaves the others alone', async () => {
    const counts = Object.fromEntries(
      await Promise.all(Object.keys(TOLD).map(async (one) => [one, (await findings(one)).length])),
    );
    expect(counts).toEqual(Object.fromEntries(Object.entries(TOLD).map(([one, told]) => [one, told.findings.length])));
  });
});

const originals = new Map<string, string>();

/** The next scan of a laptop finds no credential any more. */
async function withoutCredentials(device: string): Promise<void> {
  const path = join(bench.company().exports, 'endpoint', `${device}.scan.json`);
  const text = readFileSync(path, 'utf8');
  originals.set(path, text);
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(text) as object), credentials: [], mcpServers: [] }));
  await bench.importAgain(path);
  await bench.deriveAgain();
}

async function findingsAbout(key: string): Promise<FindingView[]> {
  const about = (await findings()).filter(({ subjects }) => subjects.includes(key));
  return about.sort((a, b) => (ruleOf(a) < ruleOf(b) ? -1 : 1));
}

function ruleOf({ id }: FindingView): string {
  return id.split(':')[1] ?? '';
}

function bySubjects(a: { subjects: readonly string[] }, b: { subjects: readonly string[] }): number {
  return String(a.subjects) < String(b.subjects) ? -1 : 1;
}
