import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairsOf, withFacts } from '../../src/web/lineage/edge-facts.ts';
import { fold } from '../../src/web/lineage/fold.ts';
import { layout, NODE_HEIGHT } from '../../src/web/lineage/layout.ts';
import { paletteOf } from '../../src/web/lineage/palette.ts';
import { pictureOf, type Step } from '../../src/web/lineage/picture.ts';
import { svgOf } from '../../src/web/lineage/svg.ts';
import { onlyOver, why } from '../../src/web/lineage/why.ts';

const agent: Step = { label: 'Agent', id: 'agent:wren', name: 'wren', kind: 'ide-agent' };
const key: Step = { edge: 'USES', label: 'Credential', id: 'AKIAWREN', name: 'AKIAWREN' };
const user: Step = { edge: 'AUTHENTICATES_AS', label: 'Principal', id: 'arn:user/wren', name: 'wren-user' };
const profile: Step = { edge: 'HAS_ACCESS', label: 'AccessProfile', id: 'profile:9', name: 'access of wren-user' };
const bucket = (n: number, more: Partial<Step> = {}): Step => ({
  edge: 'CAN',
  label: 'Resource',
  id: `bucket:${n}`,
  name: `ledger-${n}`,
  kind: 's3:bucket',
  ...more,
});
const wayTo = (end: Step): readonly Step[] => [agent, key, user, profile, end];
const none = new Set<string>();

describe('a picture', () => {
  test('merges ways, leaves profiles out and puts each label in its column', () => {
    const { nodes, edges, ways } = pictureOf(agent, [wayTo(bucket(1)), wayTo(bucket(2))]);
    expect([...nodes.values()].map(({ name, column }) => [name, column])).toEqual([
      ['wren', 1],
      ['AKIAWREN', 2],
      ['wren-user', 3],
      ['ledger-1', 4],
      ['ledger-2', 4],
    ]);
    expect([...edges.values()].map(({ type }) => type)).toEqual(['USES', 'AUTHENTICATES_AS', 'CAN', 'CAN']);
    expect(ways[0]).toEqual([
      'Agent agent:wren',
      'Credential AKIAWREN',
      'Principal arn:user/wren',
      'Resource bucket:1',
    ]);
  });

  test('draws a likely owner and a conditional step as inferred, an asserted owner as given', () => {
    const owner = (id: string, verdict: string) => ({
      of: { label: 'Agent', id: agent.id },
      owner: { label: 'Human', id, name: id },
      verdict,
      basis: ['device user'],
    });
    const { edges } = pictureOf(
      agent,
      [wayTo(bucket(1, { certainty: 'conditional' }))],
      [owner('human:maybe', 'likely'), owner('human:sure', 'asserted')],
    );
    const how = Object.fromEntries([...edges.values()].map((edge) => [edge.from, edge.how]));
    expect(how['Human human:maybe']).toBe('inferred');
    expect(how['Human human:sure']).toBe('granted');
    expect(edges.get('Principal arn:user/wren → Resource bucket:1')?.how).toBe('inferred');
  });

  test('takes from facts what was seen used, and says when', () => {
    const picture = pictureOf(agent, [wayTo(bucket(1)), wayTo(bucket(2))]);
    expect(pairsOf(picture, 100)).toContainEqual({
      fromLabel: 'Credential',
      from: 'AKIAWREN',
      toLabel: 'Resource',
      to: 'bucket:2',
    });
    expect(pairsOf(picture, 2)).toHaveLength(2);
    const { edges } = withFacts(picture, [
      {
        from: 'agent:wren',
        to: 'AKIAWREN',
        type: 'USES',
        props: { basis: 'seen', via: '.env', count: 7, last: '2026-10-02T11:41:00.000Z' },
      },
      { from: 'AKIAWREN', to: 'bucket:2', type: 'TOUCHED', props: { count: 3 } },
    ]);
    const uses = edges.get('Agent agent:wren → Credential AKIAWREN');
    expect(uses).toMatchObject({ how: 'used', told: ['uses, seen, in .env, 7 times, last seen 2026-10-02 11:41 UTC'] });
    expect(edges.get('Principal arn:user/wren → Resource bucket:2')).toMatchObject({
      how: 'used',
      told: ['touched, 3 times'],
    });
    expect(edges.get('Principal arn:user/wren → Resource bucket:1')?.how).toBe('granted');
  });
});

describe('folding', () => {
  const ends = [
    ...Array.from({ length: 40 }, (_, i) => bucket(i)),
    bucket(77, { sensitivity: 'customer-data' }),
    bucket(78, { sensitivity: 'pii' }),
  ];
  const picture = pictureOf(agent, ends.map(wayTo));

  test('puts what is alike into one hub with its count; the most sensitive stand by themselves', () => {
    const { nodes, foldedCount } = fold(picture, { open: none });
    const hubs = [...nodes.values()].filter(({ folded }) => folded !== undefined);
    expect(hubs.map(({ name, count }) => [name, count])).toEqual([['40 s3:bucket', 40]]);
    expect(foldedCount).toBe(40);
    expect(nodes.has('Resource bucket:77')).toBe(true);
    expect(nodes.has('Resource bucket:78')).toBe(true);
    expect(nodes.size).toBe(3 + 1 + 2);
  });

  test('is undone hub by hub, and all at once', () => {
    const [hub] = [...fold(picture, { open: none }).nodes.values()].filter(({ folded }) => folded !== undefined);
    expect(fold(picture, { open: new Set([hub?.key ?? '']) }).nodes.size).toBe(picture.nodes.size);
    expect(fold(picture, { open: none, isAll: true })).toMatchObject({ foldedCount: 0 });
  });

  test('leaves few alone', () => {
    expect(fold(pictureOf(agent, ends.slice(0, 4).map(wayTo)), { open: none }).foldedCount).toBe(0);
  });

  test('never draws a hairball: any estate becomes columns an eye can follow, and nothing is lost', () => {
    const kinds = ['s3:bucket', 'rds:cluster', 'lambda:function'];
    const step = fc.record({ user: fc.nat(60), end: fc.nat(400), kind: fc.constantFrom(...kinds) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 50, maxLength: 500 }), (steps) => {
        const whole = pictureOf(
          agent,
          steps.map(({ user: n, end, kind }) => [
            agent,
            { ...key, id: `key:${n}`, name: `key:${n}` },
            { ...user, id: `user:${n}`, name: `user:${n}` },
            bucket(end, { kind, id: `${kind}:${end}` }),
          ]),
        );
        const shown = fold(whole, { open: none });
        const stands = [...shown.nodes.values()].flatMap(({ key: one, folded }) => folded ?? [one]);
        expect(new Set(stands)).toEqual(new Set(whole.nodes.keys()));
        expect(stands).toHaveLength(whole.nodes.size);
        for (const { from, to } of shown.edges.values()) {
          expect(shown.nodes.has(from)).toBe(true);
          expect(shown.nodes.has(to)).toBe(true);
        }
        expect(shown.nodes.size).toBeLessThanOrEqual(180);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the layout', () => {
  test('puts no two nodes of a column over each other', () => {
    const ends = Array.from({ length: 90 }, (_, i) => bucket(i, { kind: `kind-${i % 30}` }));
    const { places, columns } = layout(fold(pictureOf(agent, ends.map(wayTo)), { open: none, isAll: true }));
    for (const column of columns) {
      const heights = column.map((one) => places.get(one)?.y ?? Number.NaN).toSorted((a, b) => a - b);
      for (const [i, y] of heights.entries())
        if (i > 0) expect(y - (heights[i - 1] ?? 0)).toBeGreaterThanOrEqual(NODE_HEIGHT);
    }
    expect(columns.map((column) => column.length)).toEqual([0, 1, 1, 1, 90]);
  });
});

describe('why', () => {
  const edges = [
    ...pictureOf(agent, [wayTo(bucket(1)), [agent, { ...user, edge: 'RUNS_AS' }, bucket(2)]]).edges.values(),
  ];

  test('is the shortest way, in the direction of the edges or against it', () => {
    const way = why(edges, 'Agent agent:wren', 'Resource bucket:1')?.map(({ type }) => type);
    expect(way).toEqual(['RUNS_AS', 'CAN']);
    expect(why(edges, 'Resource bucket:2', 'Agent agent:wren')?.map(({ type }) => type)).toEqual(['RUNS_AS', 'CAN']);
    expect(why(edges, 'Agent agent:wren', 'Resource bucket:404')).toBeUndefined();
  });

  test('what would be lost without a node is what every way leads to over it', () => {
    const { ways } = pictureOf(agent, [wayTo(bucket(1)), [agent, { ...user, edge: 'RUNS_AS' }, bucket(2)]]);
    expect(onlyOver(ways, 'Credential AKIAWREN')).toEqual(new Set(['Credential AKIAWREN', 'Resource bucket:1']));
  });
});

test('a picture as a file holds names as text, whatever they are', () => {
  const hostile = `<script>alert("x")</script>&\u0000`;
  const shown = fold(pictureOf({ ...agent, name: hostile }, [[{ ...agent, name: hostile }, bucket(1)]]), {
    open: none,
  });
  const svg = svgOf(shown, layout(shown), paletteOf(false));
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;');
  expect(svg).not.toContain('\u0000');
});
