import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainAccess } from '../../../src/access/hierarchy/explain.ts';
import { openVaultAccess, type VaultInput, type VaultRule } from '../../../src/access/vault/index.ts';
import { readVaultPolicy } from '../../../src/lib/vault-policy.ts';
import { expectNoWider, expectSweptAsAsked, swept } from '../hierarchy/properties.ts';
import { naiveVault, type Operation } from './naive.ts';

const RUNS = 12;
const PATHS = ['a', 'ab', 'ab/c', 'ab/c/d', 'ab/x', 'b/c', 'b/c/d'];
const SECRETS = PATHS.map((path) => ({ id: `s:${path}`, namespace: '', mount: 'kv', path }));

const segment = fc.constantFrom('a', 'ab', 'b', 'c', 'x', '+', 'd');
const pattern = fc
  .tuple(
    fc.constantFrom('kv/data/', 'kv/metadata/', 'kv/+/', '+/data/', 'kv/'),
    fc.array(segment, { maxLength: 3 }),
    fc.constantFrom('', '', '/', '*', '/*', 'a*'),
  )
  .map(([mount, segments, end]) => `${mount}${segments.join('/')}${end}`.replaceAll('+*', '+/*'));
const rule: fc.Arbitrary<VaultRule> = fc.record({
  path: fc.oneof(pattern, fc.constantFrom('*', '+/+/a', 'kv/data/ab/c', 'kv/metadata/ab', 'kv/metadata/')),
  capabilities: fc.oneof(
    fc.constant<VaultRule['capabilities']>(['deny']),
    fc.subarray<VaultRule['capabilities'][number]>(['read', 'update', 'delete', 'list']),
  ),
  limits: fc.subarray<VaultRule['limits'][number]>(['allowed_parameters', 'control_group']),
});
const rules = fc.array(rule, { maxLength: 6 });

function open(policies: readonly (readonly VaultRule[])[]) {
  const named = policies.map((each, index) => ({ namespace: '', name: `p${index}`, rules: each }));
  const input: VaultInput = {
    host: 'vault.test',
    mounts: [{ namespace: '', path: 'kv', kind: 'kv-2' }],
    secrets: SECRETS,
    paths: [],
    policies: named,
    entities: [],
    groups: [],
    subjects: [{ id: 't', namespace: '', policies: named.map(({ name }) => name), entity: 'none' }],
  };
  return openVaultAccess(input);
}

/** The requests behind actions: operation and path. */
function requests(path: string): readonly (readonly [string, Operation, string])[] {
  return [
    ['data:read', 'read', `kv/data/${path}`],
    ['data:update', 'update', `kv/data/${path}`],
    ['metadata:read', 'read', `kv/metadata/${path}`],
    ['metadata:delete', 'delete', `kv/metadata/${path}`],
    ['folder:list', 'list', `kv/metadata/${path.slice(0, path.lastIndexOf('/') + 1)}`],
  ];
}

describe('effective access in Vault', () => {
  it('is what the plain evaluator says', () => {
    fc.assert(
      fc.property(rules, (given) => {
        const access = open([given]);
        for (const path of PATHS) {
          for (const [action, operation, asked] of requests(path)) {
            const told = explainAccess(access, 't', action, `s:${path}`).verdict;
            const wanted = naiveVault(given, operation, asked);
            if (told !== wanted) expect.fail(`${action} ${asked}: ${told}, plainly ${wanted}`);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('as swept has the levels that single verdicts add up to', () => {
    fc.assert(
      fc.property(rules, (given) => expectSweptAsAsked(open([given]))),
      { numRuns: 15 },
    );
  });

  it('is never wider for a deny of a path that is there', () => {
    fc.assert(
      fc.property(rules, fc.nat(), (given, which) => {
        const path = given[which % Math.max(1, given.length)]?.path;
        if (path === undefined) return;
        expectNoWider(open([[...given, { path, capabilities: ['deny'], limits: [] }]]), open([given]));
      }),
      { numRuns: RUNS },
    );
  });

  it('is never wider for a deny of a literal path', () => {
    fc.assert(
      fc.property(rules, fc.constantFrom(...PATHS), (given, path) => {
        const deny: VaultRule = { path: `kv/data/${path}`, capabilities: ['deny'], limits: [] };
        expectNoWider(open([[...given, deny]]), open([given]));
      }),
      { numRuns: RUNS },
    );
  });

  it('does not depend on order, nor on how rules are put into policies', () => {
    fc.assert(
      fc.property(rules, (given) => {
        const levels = (access: ReturnType<typeof open>) => swept(access)['t']?.slice(1);
        expect(levels(open(given.map((each) => [each]).reverse()))).toEqual(levels(open([given])));
        expect(swept(open([[...given].reverse()]))).toEqual(swept(open([given])));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a policy document', () => {
  it('is read in HCL and in JSON alike', () => {
    const hcl = `
      # what ash may do
      path "/kv/data/+/ash*" { capabilities = ["read", "update"], allowed_parameters = { "team" = ["ash", 3], "*" = [] } }
      path "kv/old" { policy = "write" }
      path "kv/wrapped" {
        capabilities = ["read"] // wrapped
        min_wrapping_ttl = "1s"
        control_group = { factor "ops" { identity { group_names = ["ops"] approvals = 1 } } }
      }
      path "kv/open" { capabilities = ["update"] allowed_parameters = { "*" = [] } required_parameters = [] max_wrapping_ttl = "0" }
      path "kv/no" { capabilities = ["read", "deny"] }`;
    const expected = [
      { path: 'kv/data/+/ash*', capabilities: ['read', 'update'], limits: ['allowed_parameters'] },
      { path: 'kv/old', capabilities: ['create', 'read', 'update', 'delete', 'list'], limits: [] },
      { path: 'kv/wrapped', capabilities: ['read'], limits: ['control_group', 'wrapping_ttl'] },
      { path: 'kv/open', capabilities: ['update'], limits: [] },
      { path: 'kv/no', capabilities: ['deny'], limits: [] },
    ];
    expect(readVaultPolicy(hcl)).toEqual({ rules: expected });
    const json = {
      path: {
        '/kv/data/+/ash*': { capabilities: ['read', 'update'], allowed_parameters: { team: ['ash', 3], '*': [] } },
        'kv/old': { policy: 'write' },
        'kv/wrapped': { capabilities: ['read'], min_wrapping_ttl: '1s', control_group: { factor: {} } },
        'kv/open': {
          capabilities: ['update'],
          allowed_parameters: { '*': [] },
          required_parameters: [],
          max_wrapping_ttl: 0,
        },
        'kv/no': { capabilities: ['read', 'deny'] },
      },
    };
    expect(readVaultPolicy(JSON.stringify(json))).toEqual({ rules: expected });
  });

  it.each([
    ['path "kv/+*" { capabilities = ["read"] }', 'a pattern that Vault refuses'],
    ['path "kv" { capabilities = ["reed"] }', 'an unknown capability'],
    ['path "kv" { capabilitys = ["read"] }', 'an unknown field'],
    ['paths "kv" { }', 'an unknown block'],
    ['path "kv" { policy = "all" }', 'an unknown short form'],
    ['path "kv" {', 'one that breaks off'],
    ['{ "path": 3 }', 'JSON of another form'],
    ['{ "path": ', 'JSON that breaks off'],
    ['path kv { capabilities = ["read"] }', 'a path without quotes'],
  ])('%s is unreadable: %s', (document) => {
    expect(readVaultPolicy(document)).toHaveProperty('unreadable');
  });

  it('is never thrown back', () => {
    const word = fc.constantFrom(
      'path',
      '"kv/*"',
      '{',
      '}',
      'capabilities',
      '=',
      '[',
      ']',
      '"read"',
      ',',
      'policy',
      '"write"',
      '#',
      '/*',
      'true',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 15 }).map((words) => words.join(' ')),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (document) => {
        readVaultPolicy(document);
      }),
      { numRuns: 500 },
    );
    expect(readVaultPolicy(`path "a" { b = ${'['.repeat(100_000)}`)).toHaveProperty('unreadable');
  });
});

describe('bad input', () => {
  it('is never thrown back', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '',
        '/',
        '*',
        '+',
        '{{',
        '{{identity.entity.name}}',
        '}}',
        'kv/',
        '+/',
        '{{identity.groups.ids.}}',
      ),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (texts, one) => {
        const access = openVaultAccess({
          host: one,
          mounts: texts.map((path) => ({ namespace: '', path, kind: 'kv-2' })),
          secrets: texts.map((path) => ({ id: `s${path}`, namespace: '', mount: one, path })),
          paths: texts.map((path) => ({ id: `p${path}`, namespace: '', path })),
          policies: [
            { namespace: '', name: 'p', rules: texts.map((path) => ({ path, capabilities: ['deny'], limits: [] })) },
          ],
          entities: texts.map((id) => ({ id: `e${id}`, namespace: '', policies: ['p'] })),
          groups: texts.map((id) => ({
            id: `g${id}`,
            namespace: '',
            policies: ['p'],
            members: texts.map((member) => `g${member}`),
          })),
          subjects: texts.map((id) => ({ id: `t${id}`, namespace: '', policies: ['p'], entity: { id: `e${one}` } })),
        });
        for (const [, ...levels] of Object.values(swept(access)))
          expect(levels.every((level) => level.startsWith('0.0.'))).toBe(true);
      }),
    );
  });
});
