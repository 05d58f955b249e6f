import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/queries/index.ts';
import { withoutHiddenKeys } from '../../src/queries/scope/keys.ts';
import { withNodeTerms } from '../../src/queries/scope/rewrite.ts';
import type { Seen } from '../../src/queries/scope/sight.ts';
import { seenParameters, seenTerm } from '../../src/queries/scope/terms.ts';

const cut = (text: string): Promise<string> =>
  withNodeTerms(text, (v, labels) => `seen(${[v, ...(labels ?? ['*'])].join(' ')})`);

describe('every node of every pattern gets a condition', () => {
  test.for([
    ['MATCH (a:Agent {id: $id}) RETURN a', 'MATCH (a:Agent {id: $id} WHERE seen(a Agent)) RETURN a'],
    [
      'MATCH (:Team)-[:OWNS]->(a) RETURN a',
      'MATCH (__node1:Team WHERE seen(__node1 Team))-[:OWNS]->(a WHERE seen(a *)) RETURN a',
    ],
    ['MATCH () RETURN 1', 'MATCH (__node1 WHERE seen(__node1 *)) RETURN 1'],
    ['MATCH (o:Human|Team) RETURN o', 'MATCH (o:Human|Team WHERE seen(o Human Team)) RETURN o'],
    ['MATCH (o:!Human) RETURN o', 'MATCH (o:!Human WHERE seen(o *)) RETURN o'],
    [
      'MATCH (a:Agent WHERE a.x = 1 OR a.y = 2) RETURN a',
      'MATCH (a:Agent WHERE seen(a Agent) AND ( a.x = 1 OR a.y = 2)) RETURN a',
    ],
    [
      'MATCH (a) WHERE EXISTS { (a)-->(:Tool) } RETURN a',
      'MATCH (a WHERE seen(a *)) WHERE EXISTS { (a WHERE seen(a *))-->(__node1:Tool WHERE seen(__node1 Tool)) } RETURN a',
    ],
    ['RETURN COUNT { (a:Agent) } AS n', 'RETURN COUNT { (a:Agent WHERE seen(a Agent)) } AS n'],
    [
      'MATCH (a) RETURN [(a)-[:USES]->(c:Credential) WHERE c.x | c.id] AS l',
      'MATCH (a WHERE seen(a *)) RETURN [(a WHERE seen(a *))-[:USES]->(c:Credential WHERE seen(c Credential)) WHERE c.x | c.id] AS l',
    ],
    [
      'MATCH p = SHORTEST 1 (a) ((x)-[e:USES]->(y) WHERE NOT x:Resource)+ (r:Resource) RETURN p',
      'MATCH p = SHORTEST 1 (a WHERE seen(a *)) ((x WHERE seen(x *))-[e:USES]->(y WHERE seen(y *)) WHERE NOT x:Resource)+ (r:Resource WHERE seen(r Resource)) RETURN p',
    ],
    [
      'MATCH (a)-[r:T*1..8]->(b) RETURN r',
      'MATCH (a WHERE seen(a *))((__node1 WHERE seen(__node1 *))-[r:T]->(__node2 WHERE seen(__node2 *))){1,8}(b WHERE seen(b *)) RETURN r',
    ],
    [
      'MATCH (a)<-[:T*]-(b) RETURN a',
      'MATCH (a WHERE seen(a *))((__node1 WHERE seen(__node1 *))<-[:T]-(__node2 WHERE seen(__node2 *))){1,}(b WHERE seen(b *)) RETURN a',
    ],
    ["RETURN '→(a:Agent)' AS t, 1 /* (b) */", "RETURN '→(a:Agent)' AS t, 1 /* (b) */"],
    ["WITH '😀' AS t MATCH (a) RETURN a", "WITH '😀' AS t MATCH (a WHERE seen(a *)) RETURN a"],
  ] as const)('%s', async ([text, expected]) => {
    // Variables are numbered as they are met.
    const plain = (one: string): string => one.replaceAll(/__node\d+/g, '__node');
    expect(plain(await cut(text))).toBe(plain(expected));
  });

  test.for([
    ['a pattern for a truth', 'MATCH (a) WHERE (a)-[:OWNS]->() RETURN a'],
    ['a shortest path of the old kind', 'MATCH p = shortestPath((a)-[*]->(b)) RETURN p'],
    ['a repeated edge', 'MATCH (a)-[:T]->+(b) RETURN a'],
    ['many steps within a list', 'MATCH (a) RETURN [(a)-[:T*1..3]->(b) | b.id] AS l'],
    ['no Cypher', 'MATCH (a RETURN a'],
  ])('or the statement is refused: %s', async ([, text = '']) => {
    await expect(cut(text)).rejects.toMatchObject({ code: 'outside-scope' });
  });

  test('every saved question can be cut', async () => {
    const simply = (text: string): Promise<string> => withNodeTerms(text, (v) => `seen(${v})`);
    for (const { id, cypher } of catalogue().values()) {
      const text = await simply(cypher);
      const nodes = text.match(/ WHERE seen\(/g)?.length ?? 0;
      expect([id, nodes > 0]).toEqual([id, true]);
      // Cut once more it gains a condition for each node again: none was overlooked.
      expect([id, (await simply(text)).match(/seen\(/g)?.length]).toEqual([
        id,
        (text.match(/seen\(/g)?.length ?? 0) * 2,
      ]);
    }
  });
});

const seen: Seen = {
  keys: (label) => ({ Human: ['human:e-1'], Agent: ['agent:1'], Credential: ['AKIA-1'] })[label as string] ?? [],
  environments: undefined,
  says: 'the team t',
};

describe('conditions', () => {
  test('name the keys of the label, and send no other', () => {
    const text = seenTerm('a', ['Agent']);
    expect(text).toBe('a.id IN $__seen_Agent_keys');
    expect(seenParameters(text, seen)).toEqual({ __seen_Agent_keys: ['agent:1'] });
  });

  test('what has no rule is not seen', () => {
    expect(seenTerm('x', ['SomethingNew'])).toBe('false');
    const open = seenTerm('x', ['SomethingNew', 'Agent']);
    expect(open).toMatch(/ELSE labels\(x\)\[0\] \+ ' ' \+ x\.id IN \$__seen END$/);
    expect(seenParameters(open, seen)).toMatchObject({
      __seen: ['Agent agent:1', 'Human human:e-1', 'Credential AKIA-1'],
    });
    expect(seenTerm('x', undefined)).not.toContain('SomethingNew');
  });
});

test('keys of others in what is seen', () => {
  const row = {
    by: 'human:e-2',
    edge: { people: ['human:e-1', 'human:e-2'], credentials: ['AKIA-1', 'AKIA-2'], evidence: ['evidence:9'], count: 2 },
    managerId: 'okta:user:9',
    says: 'the event names human:e-2, not human:e-1',
    evidence: ['Agent one', '-USES-> Credential AKIA-1'],
  };
  expect(withoutHiddenKeys(row, seen)).toEqual({
    by: '[outside your scope]',
    edge: { people: ['human:e-1'], credentials: ['AKIA-1'], evidence: [], count: 2 },
    managerId: '[outside your scope]',
    says: 'the event names [outside your scope], not human:e-1',
    evidence: ['Agent one', '-USES-> Credential AKIA-1'],
  });
});
