import { expect, it } from 'vitest';
import { type EdgeToWrite, type NodeToWrite, writeOpenGraph } from '../../../src/collectors/opengraph/write.ts';
import {
  type EdgeRecord,
  edge,
  edges,
  edgeTypes,
  labels,
  type NodeRecord,
  node,
  nodes,
  ref,
} from '../../../src/schema/index.ts';
import { fileWith, imported } from './support.ts';

const NODES: readonly NodeRecord[] = [
  node('Agent', 'endpoint:d:agent:quill "7"', {
    name: 'Quill\n7',
    kind: 'ide-agent',
    platform: 'endpoint',
    riskFacts: ['auto-approve'],
    lastActiveAt: '2026-11-20T00:00:00.000Z',
  }),
  node('Credential', 'AKIAQQQQWWWWEEEERRRR', { kind: 'aws-access-key', fingerprints: ['fp:x'] }),
  node('Principal', 'arn:aws:iam::1:user/ö', { name: 'ö', email: 'o@example.com', mfa: false }),
];
const EDGES: readonly EdgeRecord[] = [
  edge('USES', ref('Agent', 'endpoint:d:agent:quill "7"'), ref('Credential', 'AKIAQQQQWWWWEEEERRRR'), {
    basis: 'seen',
    count: 3,
  }),
  edge('AUTHENTICATES_AS', ref('Credential', 'AKIAQQQQWWWWEEEERRRR'), ref('Principal', 'arn:aws:iam::1:user/ö'), {}),
];
const DERIVED = node('Human', 'human:7', { status: 'active', name: 'Odd' });
const OWNS: EdgeToWrite = {
  type: 'OWNS',
  from: ref('Human', 'human:7'),
  to: ref('Agent', 'endpoint:d:agent:quill "7"'),
  props: { confidence: 1, verdict: 'likely', basis: [], evidence: [] },
};

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function written(
  nodesToWrite: readonly NodeToWrite[],
  edgesToWrite: readonly EdgeToWrite[],
  personal: boolean,
): Promise<string> {
  let text = '';
  for await (const piece of writeOpenGraph(each(nodesToWrite), each(edgesToWrite), { personal })) text += piece;
  return text;
}

it('what is written is read again as it was; what is derived stays out, without a problem', async () => {
  const text = await written([...NODES, DERIVED], [...EDGES, OWNS], true);
  const { scopes, step, problems } = await imported(fileWith(text));
  expect(scopes).toEqual(['opengraph:Keyline/graph']);
  expect(problems).toEqual([]);
  expect(step?.outcome?.status).toBe('complete');
  expect(step?.records).toEqual([...NODES, ...EDGES]);
});

it('personal properties are written only when asked for', async () => {
  expect(await written([...NODES, DERIVED], [], false)).not.toMatch(/o@example\.com|Odd/);
  expect(await written([...NODES, DERIVED], [], true)).toMatch(/o@example\.com/);
});

/** The rules of BloodHound's `jsonschema/node.json` and `edge.json`, and of its page on property names. */
it('keeps the rules of the format', async () => {
  const { metadata, graph } = JSON.parse(await written([...NODES, DERIVED], [...EDGES, OWNS], true)) as {
    metadata: unknown;
    graph: { nodes: Record<string, unknown>[]; edges: Record<string, unknown>[] };
  };
  expect(metadata).toEqual({ source_kind: 'Keyline' });
  for (const one of graph.nodes) {
    expect(Object.keys(one)).toEqual(['id', 'kinds', 'properties']);
    expect(one['kinds']).toEqual([expect.stringMatching(/^Keyline_[A-Za-z]+$/)]);
  }
  for (const one of graph.edges) {
    expect(one).toEqual({
      kind: expect.stringMatching(/^[A-Za-z0-9_]+$/) as unknown,
      start: { match_by: 'id', value: expect.any(String) as unknown },
      end: { match_by: 'id', value: expect.any(String) as unknown },
      properties: expect.any(Object) as unknown,
    });
  }
  for (const one of [...graph.nodes, ...graph.edges]) {
    for (const [name, value] of Object.entries(one['properties'] as object)) {
      expect(name).toBe(name.toLowerCase());
      const values: unknown[] = Array.isArray(value) ? value : [value];
      expect(values.every((each) => ['string', 'number', 'boolean'].includes(typeof each))).toBe(true);
    }
  }
  expect(await written([], [], false)).toBe(
    '{"metadata":{"source_kind":"Keyline"},"graph":{"nodes":[\n],"edges":[\n]}}\n',
  );
});

it('no two properties of a type differ by case alone, and none is called objectid', () => {
  for (const spec of [...labels.map((label) => nodes[label]), ...edgeTypes.map((type) => edges[type])]) {
    const names = Object.keys(spec.props).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('objectid');
  }
});
