import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../../src/access/azure/condition/parse.ts';
import {
  type AzureDenyAssignment,
  type AzureInput,
  type AzurePermission,
  openAzureAccess,
} from '../../../src/access/azure/index.ts';
import type { AzureAction } from '../../../src/access/azure/operations.ts';
import { coversOperation } from '../../../src/access/azure/wildcard.ts';
import { explainAccess } from '../../../src/access/hierarchy/explain.ts';
import { expectNoWider, expectSweptAsAsked, questionsOf, swept } from '../hierarchy/properties.ts';
import { naiveAzure } from './naive.ts';

const RUNS = 25;
const SUB = '/subscriptions/s-9';
const RESOURCES = [
  `${SUB}/resourcegroups/kiln`,
  `${SUB}/resourcegroups/kiln/providers/microsoft.keyvault/vaults/ember`,
  `${SUB}/resourcegroups/kiln/providers/microsoft.keyvault/vaults/ember-2`,
  `${SUB}/resourcegroups/kiln-2/providers/microsoft.keyvault/vaults/ember`,
  `${SUB}/resourcegroups/kiln-2/providers/microsoft.storage/storageaccounts/ash`,
  `${SUB}/resourcegroups/kiln-2/providers/microsoft.storage/storageaccounts/ash/blobservices/default/containers/c1`,
  '/subscriptions/s-33/resourcegroups/kiln/providers/microsoft.storage/storageaccounts/ash',
];
const SCOPES = ['/', SUB, '/subscriptions/s-33', `${SUB}/resourcegroups/kiln-2`, ...RESOURCES];
const PATTERNS = [
  '*',
  '*/read',
  'Microsoft.KeyVault/*',
  'microsoft.keyvault/vaults/secrets/*/action',
  'Microsoft.Storage/*/blobs/*',
  '*/write',
  'Microsoft.Authorization/*/write',
  'Microsoft.KeyVault/vaults/write',
];
const BLOB_READ = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';

const some = fc.array(fc.constantFrom(...PATTERNS), { maxLength: 2 });
const permission: fc.Arbitrary<AzurePermission> = fc.record({
  actions: some,
  notActions: some,
  dataActions: some,
  notDataActions: some,
});
const roles = fc
  .array(fc.array(permission, { maxLength: 2 }), { minLength: 2, maxLength: 2 })
  .map((all) => all.map((permissions, index) => ({ id: `role-${index}`, permissions })));
const subject = fc.constantFrom('quill', 'heron', 'g-in', 'g-out');
const scope = fc.constantFrom(...SCOPES);
const condition = fc.constantFrom(
  '',
  '',
  `(!(ActionMatches{'${BLOB_READ}'}) OR @Resource[a:name] StringEquals 'c1')`,
  "(!(ActionMatches{'Microsoft.KeyVault/*'}) OR @Request[b:tag] StringLike 'x*')",
);
const deny: fc.Arbitrary<AzureDenyAssignment> = fc.record({
  id: fc.constantFrom('d-1', 'd-2'),
  permissions: fc.array(permission, { minLength: 1, maxLength: 1 }),
  scope,
  condition,
  doNotApplyToChildScopes: fc.boolean(),
  principals: fc.array(fc.oneof(subject, fc.constant('00000000-0000-0000-0000-000000000000')), { maxLength: 2 }),
  excludePrincipals: fc.array(subject, { maxLength: 1 }),
});
const assignment = fc.record({
  id: fc.constantFrom('a-1', 'a-2', 'a-3'),
  principalId: subject,
  roleDefinitionId: fc.constantFrom('role-0', 'role-1'),
  scope,
  condition,
});
const input = fc
  .record({
    roleDefinitions: roles,
    roleAssignments: fc.array(assignment, { maxLength: 5 }),
    denyAssignments: fc.array(deny, { maxLength: 2 }),
    memberships: fc.subarray([
      { member: 'quill', group: 'g-in' },
      { member: 'g-in', group: 'g-out' },
      { member: 'g-out', group: 'g-in' },
    ]),
  })
  .map((made) => ({
    ...made,
    tenant: 't-9',
    principals: ['quill', 'heron'],
    managementGroups: [],
    subscriptions: [SUB, '/subscriptions/s-33'].map((id) => ({ id, managementGroupId: '/' })),
    resources: RESOURCES.map((id) => ({ id, dataAccess: 'rbac' as const })),
  }));

describe('effective access in Azure', () => {
  it('is what the plain evaluator says', () => {
    fc.assert(
      fc.property(input, (made) => {
        const access = openAzureAccess(made);
        for (const { principal, action, resource } of questionsOf(access)) {
          const type = access.places.typeAt(access.places.ordinals.ordinalOf(resource) ?? -1) ?? '';
          const found = access.actions.of(type).actions.find(({ name }) => name === action) as AzureAction;
          const told = explainAccess(access, principal, action, resource).verdict;
          const wanted = naiveAzure(made, principal, action, found.dataAction, resource);
          if (told !== wanted) expect.fail(`${principal} ${action} ${resource}: ${told}, plainly ${wanted}`);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('as swept has the levels that single verdicts add up to', () => {
    fc.assert(
      fc.property(input, (made) => expectSweptAsAsked(openAzureAccess(made))),
      { numRuns: RUNS },
    );
  });

  it('is never wider for a deny more', () => {
    fc.assert(
      fc.property(input, deny, (made, more) => {
        const denied: AzureInput = { ...made, denyAssignments: [...made.denyAssignments, more] };
        expectNoWider(openAzureAccess(denied), openAzureAccess(made));
      }),
      { numRuns: RUNS },
    );
  });

  it('is never wider for an assignment less', () => {
    fc.assert(
      fc.property(input, (made) => {
        const less: AzureInput = { ...made, roleAssignments: made.roleAssignments.slice(1) };
        expectNoWider(openAzureAccess(less), openAzureAccess(made));
      }),
      { numRuns: RUNS },
    );
  });

  it('does not depend on order', () => {
    fc.assert(
      fc.property(input, (made) => {
        const turned: AzureInput = {
          ...made,
          resources: [...made.resources].reverse(),
          memberships: [...made.memberships].reverse(),
          roleAssignments: [...made.roleAssignments].reverse(),
          denyAssignments: [...made.denyAssignments].reverse(),
        };
        expect(swept(openAzureAccess(turned))).toEqual(swept(openAzureAccess(made)));
      }),
      { numRuns: RUNS },
    );
  });

  it('is one profile for principals with the same assignments', () => {
    const shared = { roleDefinitionId: 'role-0', scope: SUB };
    const access = openAzureAccess({
      tenant: 't-9',
      principals: ['quill', 'heron', 'wren'],
      memberships: [{ member: 'heron', group: 'g-in' }],
      managementGroups: [],
      subscriptions: [],
      resources: RESOURCES.map((id) => ({ id, dataAccess: 'rbac' as const })),
      roleDefinitions: [{ id: 'role-0', permissions: [{ actions: ['*'] }] }],
      roleAssignments: [
        { id: 'a-1', principalId: 'quill', ...shared },
        { id: 'a-2', principalId: 'g-in', ...shared },
        { id: 'a-3', principalId: 'wren', roleDefinitionId: 'role-0', scope: '/' },
      ],
      denyAssignments: [],
    });
    const ids = Object.entries(swept(access)).map(([principal, [id]]) => [principal, id]);
    const byPrincipal = Object.fromEntries(ids) as Record<string, string>;
    expect(byPrincipal['quill']).toBe(byPrincipal['heron']);
    expect(byPrincipal['wren']).not.toBe(byPrincipal['heron']);
  });
});

describe('bad input', () => {
  it('is never thrown back: conditions', () => {
    const word = fc.constantFrom(
      '(',
      ')',
      '!',
      'AND',
      'OR',
      'Exists',
      "ActionMatches{'x'}",
      '@Resource[a:b]',
      'StringEquals',
      "'v'",
      '{',
      '}',
      ',',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
        ),
        (text) => {
          parseCondition(text);
        },
      ),
      { numRuns: 500 },
    );
    expect(parseCondition('('.repeat(100_000))).toBeUndefined();
  });

  it('is never thrown back: ids', () => {
    const id = fc.oneof(
      fc.string(),
      fc.constantFrom('', '/', '/subscriptions/', '/subscriptions/s/resourceGroups/g', 'x/providers/y'),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 4 }), id, (ids, scopeId) => {
        const access = openAzureAccess({
          tenant: 't-9',
          principals: ['quill'],
          memberships: [],
          managementGroups: ids.map((one) => ({ id: one, parentId: scopeId })),
          subscriptions: ids.map((one) => ({ id: one, managementGroupId: scopeId })),
          resources: ids.map((one) => ({ id: one })),
          roleDefinitions: [],
          roleAssignments: [{ id: 'a', principalId: 'quill', roleDefinitionId: 'r', scope: scopeId }],
          denyAssignments: [],
        });
        for (const [, ...levels] of Object.values(swept(access)))
          expect(levels.every((one) => one.startsWith('0.0.'))).toBe(true);
      }),
    );
  });
});

describe('a wildcard', () => {
  it('covers what a regular expression would', () => {
    const text = fc.stringMatching(/^[ab/]{0,6}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[aB/*]{0,5}$/), text, (pattern, operation) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i');
        expect(coversOperation(pattern, operation)).toBe(expression.test(operation));
      }),
      { numRuns: 1000 },
    );
  });
});
