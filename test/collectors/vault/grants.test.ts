import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Grant, grantsOf } from '../../../src/collectors/vault/grants.ts';
import { rulesOf } from '../../../src/collectors/vault/policy.ts';

describe('grants of one policy', () => {
  const shown = (text: string, mounts?: Parameters<typeof grantsOf>[2]) =>
    grantsOf(rulesOf(text), 'h', mounts).map(({ resource, certain, possible, conditions }: Grant) => ({
      id: resource.id.replace('vault:h:', ''),
      certain: certain.join(),
      possible: possible.join(),
      conditions,
    }));

  test('a literal path is the secret, a glob the folder or the mount', () => {
    expect(
      shown(`path "kv/data/a/b" { capabilities = ["read"] }
             path "kv/data/team/*" { capabilities = ["update"] }
             path "kv/metadata/*" { capabilities = ["list", "patch"] }`),
    ).toEqual([
      { id: 'secret:kv/a/b', certain: 'Read', possible: '', conditions: [] },
      { id: 'folder:kv/team/', certain: 'Write', possible: '', conditions: [] },
      { id: 'mount:kv', certain: 'List,Tagging', possible: '', conditions: [] },
    ]);
  });

  test('patterns in the middle of a name, + and templates are only possible', () => {
    const ids = shown(`path "kv/data/app-*" { capabilities = ["read"] }
      path "kv/data/x/+/y" { capabilities = ["read"] }
      path "kv/data/u/{{identity.entity.name}}/*" { capabilities = ["read"] }`);
    expect(ids.map(({ id, certain, possible }) => [id, certain, possible])).toEqual([
      ['mount:kv', '', 'Read'],
      ['folder:kv/x/', '', 'Read'],
      ['folder:kv/u/', '', 'Read'],
    ]);
  });

  test('a narrower rule that takes a level away makes it only possible', () => {
    expect(
      shown(`path "kv/data/t/*" { capabilities = ["read", "update"] }
             path "kv/data/t/prod" { capabilities = ["read"] }`)[0],
    ).toEqual({ id: 'folder:kv/t/', certain: 'Read', possible: 'Write', conditions: ['except=kv/data/t/prod'] });
  });

  test('mounts with slashes and KV v1 are told by the server', () => {
    const mounts = [
      { path: 'team/kv', kvVersion: 2 as const },
      { path: 'legacy', kvVersion: 1 as const },
      { path: 'pki', kvVersion: undefined },
    ];
    const ids = shown(
      `path "team/kv/data/a" { capabilities = ["read"] }
       path "legacy/data/a" { capabilities = ["read"] }
       path "pki/issue/web" { capabilities = ["update"] }`,
      mounts,
    );
    expect(ids.map(({ id }) => id)).toEqual(['secret:team/kv/a', 'secret:legacy/data/a', 'path:pki/issue/web']);
  });
});

describe('policy text', () => {
  test('HCL with comments, objects, trailing commas and blocks', () => {
    const rules = rulesOf(`# one
      path "a/*" { // two
        capabilities = ["create", "read",] /* three
        lines */
        allowed_parameters = { "foo" = ["x", 1], bar = [] }
        control_group = { factor "ops" { identity { group_names = ["m"] approvals = 1 } } }
        min_wrapping_ttl = "1s"
      }
      path "b" { policy = "sudo" }`);
    expect(rules[0]).toEqual({
      path: 'a/*',
      capabilities: ['create', 'read'],
      limits: ['allowed_parameters', 'control_group', 'wrapping_ttl'],
    });
    expect(rules[1]?.capabilities).toContain('sudo');
  });

  test.each([
    ['a word that is no capability', 'path "a" { capabilities = ["reed"] }'],
    ['an open block', 'path "a" {'],
    ['an open list', 'path "a" { capabilities = ["read" }'],
    ['another block', 'resource "a" { }'],
    ['no text of a policy', 'path = `x`'],
    ['broken JSON', '{"path": {'],
    ['a binary file', '\u0000\u0001'],
  ])('%s is refused', (_why, text) => {
    expect(() => rulesOf(text)).toThrow();
  });

  test('the line of the fault is told', () => {
    expect(() => rulesOf('path "a" {\n\n  capabilities ["read"]\n}')).toThrow(
      expect.objectContaining({ place: 'line 3' }),
    );
  });

  test('never hangs or throws anything else', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('path', '"', '{', '}', '[', ']', '=', ',', ' ', '\n', '#', '*', 'a') }),
        (text) => {
          try {
            rulesOf(text);
          } catch (thrown) {
            expect(thrown).toMatchObject({ name: 'MalformedError' });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
