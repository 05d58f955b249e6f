import { describe, expect, test } from 'vitest';
import { edge, node, ref } from '../../src/schema/index.ts';
import { dumpGraph } from '../support/graph-dump.ts';
import { DENIED, loaderBench } from '../support/loader.ts';

const bench = loaderBench();

const user = (name: string, props: { uniqueId?: string; title?: string; status?: string } = {}) =>
  node('Principal', `arn:aws:iam::7:user/${name}`, { name, kind: 'iam-user', ...props });
const userRef = (name: string) => ref('Principal', `arn:aws:iam::7:user/${name}`);
const group = node('Principal', 'arn:aws:iam::7:group/ops', { name: 'ops', kind: 'iam-group' });
const member = (name: string) => edge('MEMBER_OF', userRef(name), ref('Principal', group.id), {});

async function one(text: string, params = {}): Promise<Record<string, unknown> | undefined> {
  return (await bench.graph().read(text, params))[0];
}

describe('a step that says the same again', () => {
  test('writes nothing but its Run and Step records', async () => {
    const said = { step: 'aws:7/same', records: [user('una'), user('dos'), group, member('una'), member('dos')] };
    expect(await bench.run(said)).toEqual({ seen: 5, written: 5, retired: 0 });
    const before = await dumpGraph(bench.graph());
    expect(await bench.run(said)).toEqual({ seen: 5, written: 0, retired: 0 });
    expect(await dumpGraph(bench.graph())).toEqual(before);
  });

  test('also when the cache beside the data is lost: it is read back from the graph', async () => {
    const said = {
      step: 'aws:7/lost',
      records: [
        user('tres', { title: 'x' }),
        edge('USES', ref('Agent', 'a:lost'), ref('Credential', 'AKIALOST'), { basis: 'seen', count: 3 }),
      ],
    };
    await bench.run(said);
    await bench.graph().write((run) => run("MATCH (s:Step {id: 'aws:7/lost'}) SET s.cacheDigest = null"));
    const before = await dumpGraph(bench.graph());
    expect(await bench.run(said)).toEqual({ seen: 2, written: 0, retired: 0 });
    expect(await dumpGraph(bench.graph())).toEqual(before);
  });

  test('takes a fact that is said twice once', async () => {
    const result = await bench.run({
      step: 'aws:7/twice',
      records: [user('doble'), user('doble', { title: 'other' })],
    });
    expect(result).toEqual({ seen: 1, written: 1, retired: 0 });
  });
});

describe('claims', () => {
  test('a fact asserted by two sources is not retired by one', async () => {
    const iam = { step: 'aws:7/claims', records: [user('ana', { title: 'From AWS' }), group, member('ana')] };
    const hr = { step: 'hr:main/claims', records: [user('ana', { title: 'From HR' }), member('ana')] };
    await bench.run(iam, hr);
    const ana = await one('MATCH (n:Principal {id: $id}) RETURN n.title AS title, n.claims AS claims', {
      id: userRef('ana').id,
    });
    expect(ana).toEqual({ title: 'From HR', claims: ['aws:7/claims', 'hr:main/claims'] });

    await bench.run({ ...hr, records: [] });
    const left = await one(
      'MATCH (n:Principal {id: $id})-[m:MEMBER_OF]->() RETURN n.title AS title, n.claims AS claims, n.retiredAt AS retiredAt, m.claims AS edge',
      { id: userRef('ana').id },
    );
    expect(left).toEqual({ title: 'From AWS', claims: ['aws:7/claims'], retiredAt: null, edge: ['aws:7/claims'] });

    await bench.run({ ...iam, records: [group] });
    const gone = await one(
      'MATCH (n:Principal {id: $id}) RETURN n.retiredAt AS retiredAt, count { (n)--() } AS edges, count { (n)-[:MEMBER_OF_WAS]->() } AS was',
      { id: userRef('ana').id },
    );
    expect(gone).toEqual({ retiredAt: '2026-03-01T16:00:00.000Z', edges: 1, was: 1 });
  });

  test('a property that vanishes from its source is removed, and the change is kept', async () => {
    await bench.run({ step: 'aws:7/props', records: [user('eva', { title: 'Lead', status: 'active' })] });
    await bench.run({ step: 'aws:7/props', records: [user('eva', { status: 'suspended' })] });
    expect(
      await one('MATCH (n:Principal {id: $id}) RETURN n.title AS title, n.status AS status', { id: userRef('eva').id }),
    ).toEqual({
      title: null,
      status: 'suspended',
    });
    const changes = await bench
      .graph()
      .read(
        'MATCH (c:Change {subject: $id}) RETURN c.property AS property, c.before AS before, c.after AS after ORDER BY property',
        { id: userRef('eva').id },
      );
    expect(changes).toEqual([
      { property: 'status', before: '"active"', after: '"suspended"' },
      { property: 'title', before: '"Lead"', after: null },
    ]);
  });
});

describe('outcomes', () => {
  test.for(['denied', 'partial', 'failed'] as const)('a %s snapshot retires nothing', async (status) => {
    const step = `aws:7/${status}`;
    await bench.run({ step, records: [user(`kept-${status}`)] });
    await bench.run({ step, records: [], outcome: { ...DENIED, status } });
    const kept = await one('MATCH (n:Principal {id: $id}) RETURN n.retiredAt AS retiredAt', {
      id: userRef(`kept-${status}`).id,
    });
    expect(kept).toEqual({ retiredAt: null });
    expect(await one('MATCH (s:Step {id: $step}) RETURN s.outcome AS outcome, s.reason AS reason', { step })).toEqual({
      outcome: status,
      reason: 'denied: iam:ListUsers: not authorised',
    });
  });

  test.for(['delta', 'events'] as const)('a complete %s step retires nothing', async (mode) => {
    await bench.run({ step: `aws:7/${mode}`, mode, records: [user(`old-${mode}`)], cursor: 'page-9' });
    await bench.run({ step: `aws:7/${mode}`, mode, records: [] });
    expect(
      await one('MATCH (n:Principal {id: $id}) RETURN n.retiredAt AS retiredAt', { id: userRef(`old-${mode}`).id }),
    ).toEqual({ retiredAt: null });
  });

  test('what vanished while a step was incomplete is retired by the next complete run', async () => {
    const step = 'aws:7/later';
    await bench.run({ step, records: [user('late'), user('stays')] });
    await bench.run({ step, records: [user('stays')], outcome: { ...DENIED, status: 'partial' } });
    expect(await bench.run({ step, records: [user('stays')] })).toMatchObject({ retired: 1 });
  });
});

describe('history', () => {
  test('a reused name with a new unique id is another incarnation', async () => {
    const step = 'aws:7/names';
    await bench.run({ step, records: [user('build', { uniqueId: 'AIDAOLD' }), group, member('build')] });
    await bench.run({ step, records: [user('build', { uniqueId: 'AIDANEW' }), group] });
    const rows = await bench.graph().read(
      `MATCH (n:Principal) WHERE n.id STARTS WITH $id
       RETURN n.id AS id, n.uniqueId AS uniqueId, n.retiredAt IS NULL AS live, count { (n)-[:MEMBER_OF]->() } AS now, count { (n)-[:MEMBER_OF_WAS]->() } AS was ORDER BY id`,
      { id: userRef('build').id },
    );
    expect(rows).toEqual([
      { id: userRef('build').id, uniqueId: 'AIDANEW', live: true, now: 0, was: 0 },
      { id: `${userRef('build').id}#AIDAOLD`, uniqueId: 'AIDAOLD', live: false, now: 0, was: 1 },
    ]);
  });

  test('an edge that returns is a new interval; the gap stays', async () => {
    const step = 'aws:7/gap';
    const all = [user('gap'), group, member('gap')];
    await bench.run({ step, records: all });
    await bench.run({ step, records: [user('gap'), group] });
    await bench.run({ step, records: all });
    const [was] = await bench
      .graph()
      .read('MATCH (:Principal {id: $id})-[w:MEMBER_OF_WAS]->() RETURN w.from AS from, w.to AS to', {
        id: userRef('gap').id,
      });
    const [now] = await bench
      .graph()
      .read('MATCH (:Principal {id: $id})-[m:MEMBER_OF]->() RETURN m.firstSeen AS from', { id: userRef('gap').id });
    expect((was?.['from'] as string) < (was?.['to'] as string)).toBe(true);
    expect((was?.['to'] as string) < (now?.['from'] as string)).toBe(true);
  });

  test('an edge another source still states comes back as soon as that source speaks again', async () => {
    const iam = { step: 'aws:7/role', records: [user('role-like')] };
    const bedrock = {
      step: 'aws:7/agents',
      records: [
        node('Agent', 'agent:7', { name: 'a', kind: 'bedrock-agent', platform: 'aws' }),
        edge('RUNS_AS', ref('Agent', 'agent:7'), userRef('role-like'), {}),
      ],
    };
    await bench.run(iam, bedrock);
    await bench.run({ ...iam, records: [] });
    expect(await one('MATCH (:Agent {id: $id})-[r]->() RETURN type(r) AS type', { id: 'agent:7' })).toEqual({
      type: 'RUNS_AS_WAS',
    });
    expect(await bench.run(bedrock)).toMatchObject({ written: 1 });
    expect(await bench.run(bedrock)).toMatchObject({ written: 0 });
    const back = await one(
      'MATCH (:Agent {id: $id})-[:RUNS_AS]->(p) RETURN p.known AS known, p.retiredAt AS retiredAt',
      { id: 'agent:7' },
    );
    expect(back).toEqual({ known: false, retiredAt: null });
  });

  test('a unique id that comes back does not stop the import', async () => {
    for (const uniqueId of ['AIDAX', 'AIDAY', 'AIDAX', 'AIDAY', 'AIDAX'])
      await bench.run({ step: 'aws:7/flapping', records: [user('flaps', { uniqueId })] });
    expect(
      await one('MATCH (n:Principal) WHERE n.id STARTS WITH $id RETURN count(n) AS all, count(n.retiredAt) AS ended', {
        id: userRef('flaps').id,
      }),
    ).toEqual({ all: 5, ended: 4 });
  });

  test('what other steps say of a reused name holds for its new incarnation, in the same run', async () => {
    const iam = (uniqueId: string) => ({ step: 'aws:7/reused', records: [user('reused', { uniqueId })] });
    const key = ref('Credential', 'AKIAREUSED');
    const keys = { step: 'aws:7/reused-keys', records: [edge('AUTHENTICATES_AS', key, userRef('reused'), {})] };
    await bench.run(iam('AIDA1'), keys);
    await bench.run(iam('AIDA2'), keys);
    await bench.run(keys, iam('AIDA3'));
    const rows = await bench
      .graph()
      .read('MATCH (k:Credential {id: $id})-[r]->(n) RETURN type(r) AS type, n.uniqueId AS holder ORDER BY holder', {
        id: key.id,
      });
    expect(rows).toEqual([
      { type: 'AUTHENTICATES_AS_WAS', holder: 'AIDA1' },
      { type: 'AUTHENTICATES_AS_WAS', holder: 'AIDA2' },
      { type: 'AUTHENTICATES_AS', holder: 'AIDA3' },
    ]);
    expect(await bench.run(keys, iam('AIDA3'))).toEqual({ seen: 2, written: 0, retired: 0 });
  });

  test('a thing that reappears has a record of it', async () => {
    const step = 'aws:7/back';
    await bench.run({ step, records: [user('vuelve')] });
    await bench.run({ step, records: [] });
    await bench.run({ step, records: [user('vuelve')] });
    expect(
      await one('MATCH (c:Change {subject: $id}) RETURN c.property AS property', { id: userRef('vuelve').id }),
    ).toEqual({ property: 'reappeared' });
  });

  test('also when an edge of another step has brought it back before it is stated', async () => {
    const step = 'aws:7/back-stated';
    const key = edge('AUTHENTICATES_AS', ref('Credential', 'AKIABACK'), userRef('regresa'), {});
    await bench.run({ step, records: [user('regresa', { title: 'old' })] });
    await bench.run({ step, records: [] });
    await bench.run({ step: 'aws:7/back-key', records: [key] }, { step, records: [user('regresa', { title: 'new' })] });
    const changes = await bench
      .graph()
      .read('MATCH (c:Change {subject: $id}) RETURN c.property AS property, c.after AS after ORDER BY property', {
        id: userRef('regresa').id,
      });
    expect(changes).toEqual([
      { property: 'reappeared', after: null },
      { property: 'title', after: '"new"' },
    ]);
  });
});

describe('missing ends', () => {
  test('become stubs, and are filled in when their source speaks', async () => {
    await bench.run({
      step: 'aws:7/stub',
      records: [edge('AUTHENTICATES_AS', ref('Credential', 'AKIASTUB'), userRef('not-yet'), {})],
    });
    expect(await one('MATCH (n:Principal {id: $id}) RETURN n.known AS known', { id: userRef('not-yet').id })).toEqual({
      known: false,
    });
    await bench.run({ step: 'aws:7/stub-later', records: [user('not-yet')] });
    const filled = await one(
      'MATCH (n:Principal {id: $id}) RETURN n.known AS known, n.name AS name, count { (n)<-[:AUTHENTICATES_AS]-() } AS edges',
      { id: userRef('not-yet').id },
    );
    expect(filled).toEqual({ known: true, name: 'not-yet', edges: 1 });
    expect(await one('MATCH (c:Change {subject: $id}) RETURN count(c) AS n', { id: userRef('not-yet').id })).toEqual({
      n: 0,
    });
  });
});
