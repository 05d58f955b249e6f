import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capabilitiesOn, comparePriority, patternMatches } from '../../../src/collectors/vault/capabilities.ts';
import { type Grant, grantsOf } from '../../../src/collectors/vault/grants.ts';
import { type Capability, parsePolicy } from '../../../src/collectors/vault/policy.ts';

const rule = (path: string, ...capabilities: Capability[]) => ({ path, capabilities, limits: [] });

describe('patterns', () => {
  test.each([
    ['secret/bar', 'secret/bar', true],
    ['secret/bar', 'secret/bar/x', false],
    ['secret/bar/*', 'secret/bar/x/y', true],
    ['secret/bar/*', 'secret/bar', false],
    ['secret/zip-*', 'secret/zip-zap/zong', true],
    ['secret/zip-*', 'secret/zip/zap', false],
    ['secret/+/team', 'secret/a/team', true],
    ['secret/+/team', 'secret/a/b/team', false],
    ['secret/+/team', 'secret//team', false],
    ['+/+/team', 'a/b/team', true],
    ['secret/a+b', 'secret/axb', false],
    ['*', 'sys/anything', true],
  ])('%s and %s', (pattern, path, expected) => {
    expect(patternMatches(pattern, path)).toBe(expected);
  });
});

describe('priority, by the five rules of the policies page', () => {
  test.each([
    ['an earlier wildcard loses', 'secret/*', 'secret/foo/*'],
    ['a glob at the end loses to none', 'secret/+/bar*', 'secret/+/barbar'],
    ['more + segments lose', 'secret/+/+/foo', 'secret/+/bar/foo'],
    ['the shorter loses', 'secret/+/fo', 'secret/+/foo'],
    ['the smaller in order loses', 'secret/+/faa', 'secret/+/fbb'],
    ['a literal path beats all', 'secret/foo/bar/b*', 'secret/foo/bar/baz'],
  ])('%s', (_why, lower, higher) => {
    expect(comparePriority(lower, higher)).toBeLessThan(0);
    expect(comparePriority(higher, lower)).toBeGreaterThan(0);
  });
});

describe('capabilities', () => {
  const rules = [
    rule('kv/data/*', 'read', 'list'),
    rule('kv/data/pii/*', 'deny'),
    rule('kv/data/pii/own', 'read'),
    rule('kv/data/+/shared', 'update'),
  ];

  test.each([
    ['kv/data/x', ['list', 'read']],
    ['kv/data/pii/x', []],
    ['kv/data/pii/own', ['read']],
    ['kv/data/team/shared', ['list', 'read', 'update'].slice(2)],
    ['other/x', []],
  ])('%s: the most specific rule alone counts', (path, expected) => {
    expect([...capabilitiesOn(rules, path)].sort()).toEqual(expected);
  });

  test('the same pattern in two policies adds up, and deny in one of them leaves nothing', () => {
    expect([...capabilitiesOn([rule('a', 'read'), rule('a', 'update')], 'a')]).toEqual(['read', 'update']);
    expect(capabilitiesOn([rule('a', 'read'), rule('a', 'deny')], 'a').size).toBe(0);
  });

  test('a listing with a slash at its end falls back to the path without', () => {
    expect([...capabilitiesOn([rule('kv/metadata/app', 'list')], 'kv/metadata/app/')]).toEqual(['list']);
  });

  test('deny on the exact path wins over any other rules', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '+', 'c*', '*'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, fc.array(pattern), (one, patterns) => {
        const all = [...patterns.map((each) => rule(each, 'read')), rule(one, 'deny')];
        expect(capabilitiesOn(all, one).size).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('grants of one policy', () => {
  const shown = (text: string, mounts?: Parameters<typeof grantsOf>[2]) =>
    grantsOf(parsePolicy(text), 'h', mounts).map(({ resource, certain, possible, conditions }: Grant) => ({
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
    const rules = parsePolicy(`# one
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
      limits: ['allowed_parameters', 'control_group'],
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
    expect(() => parsePolicy(text)).toThrow();
  });

  test('the line of the fault is told', () => {
    expect(() => parsePolicy('path "a" {\n\n  capabilities ["read"]\n}')).toThrow(
      expect.objectContaining({ place: 'line 3' }),
    );
  });

  test('never hangs or throws anything else', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('path', '"', '{', '}', '[', ']', '=', ',', ' ', '\n', '#', '*', 'a') }),
        (text) => {
          try {
            parsePolicy(text);
          } catch (thrown) {
            expect(thrown).toMatchObject({ name: 'MalformedError' });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
