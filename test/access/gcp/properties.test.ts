import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCel } from '../../../src/access/gcp/condition/parse.ts';
import {
  becomeServiceAccount,
  type GcpDenyPolicy,
  type GcpInput,
  openGcpAccess,
} from '../../../src/access/gcp/index.ts';
import { explainAccess } from '../../../src/access/hierarchy/explain.ts';
import { expectNoWider, expectSweptAsAsked, questionsOf, swept } from '../hierarchy/properties.ts';
import { CONDITIONS, naiveGcp } from './naive.ts';

const RUNS = 40;
const ORG = 'organizations/417';
const RESOURCES = [
  { id: ORG, type: 'resourcemanager:organization', name: ORG },
  { id: 'folders/9', type: 'resourcemanager:folder', name: 'folders/9', parentId: ORG },
  { id: 'projects/kiln', type: 'resourcemanager:project', name: 'projects/33', parentId: 'folders/9' },
  { id: 'projects/moss', type: 'resourcemanager:project', name: 'projects/44', parentId: ORG },
  { id: 'b/ash', type: 'storage:bucket', name: 'projects/_/buckets/ash', parentId: 'projects/kiln' },
  { id: 'b/ash-d', type: 'storage:bucket', name: 'projects/_/buckets/ash-d', parentId: 'projects/moss' },
  { id: 'b/z', type: 'storage:bucket', name: 'projects/_/buckets/z', parentId: 'projects/kiln' },
  {
    id: 'sa/1',
    type: 'iam:serviceaccount',
    name: 'projects/kiln/serviceAccounts/1',
    parentId: 'projects/kiln',
    member: 'serviceAccount:1',
  },
];
const IDS = RESOURCES.map(({ id }) => id);
const PERMISSIONS = [
  'storage.buckets.get',
  'storage.buckets.delete',
  'storage.buckets.setIamPolicy',
  'iam.serviceAccounts.getAccessToken',
  'resourcemanager.projects.delete',
];
const DENIED = [
  'storage.googleapis.com/buckets.get',
  'storage.googleapis.com/*.delete',
  'storage.googleapis.com/buckets.*',
  'iam.googleapis.com/*.*',
];

const member = fc.constantFrom(
  'user:quill@x.example',
  'group:in@x.example',
  'group:out@x.example',
  'allUsers',
  'user:heron@x.example',
);
const principal = fc.constantFrom(
  'principal://goog/subject/quill@x.example',
  'principalSet://goog/group/out@x.example',
  'principalSet://goog/public:all',
);
const conditioned = fc
  .constantFrom(...CONDITIONS)
  .map((expression) => (expression === undefined ? undefined : { expression }));
const policy = fc
  .record({
    resourceId: fc.constantFrom(...IDS),
    role: fc.constantFrom('r-0', 'r-1'),
    members: fc.array(member, { minLength: 1, maxLength: 2 }),
    condition: conditioned,
  })
  .map(({ resourceId, role, members, condition }) => ({
    resourceId,
    bindings: [{ role, members, ...(condition === undefined ? {} : { condition }) }],
  }));
const some = fc.array(fc.constantFrom(...DENIED), { minLength: 1, maxLength: 2 });
const deny: fc.Arbitrary<GcpDenyPolicy> = fc
  .record({
    attachedTo: fc.constantFrom(...IDS.slice(0, 4)),
    deniedPrincipals: fc.array(principal, { minLength: 1, maxLength: 2 }),
    exceptionPrincipals: fc.array(principal, { maxLength: 1 }),
    deniedPermissions: some,
    exceptionPermissions: fc.oneof(fc.constant([]), some),
    condition: conditioned,
  })
  .map(({ attachedTo, condition, ...rule }) => ({
    id: 'd',
    attachedTo,
    rules: [{ ...rule, ...(condition === undefined ? {} : { denialCondition: condition }) }],
  }));
const input = fc
  .record({
    policies: fc.array(policy, { maxLength: 5 }),
    denyPolicies: fc.array(deny, { maxLength: 2 }),
    memberships: fc.subarray([
      { member: 'user:quill@x.example', group: 'group:in@x.example' },
      { member: 'group:in@x.example', group: 'group:out@x.example' },
    ]),
    split: fc.subarray(PERMISSIONS),
  })
  .map(({ split, ...made }) => ({
    ...made,
    tenant: ORG,
    principals: ['user:quill@x.example', 'user:heron@x.example'],
    resources: RESOURCES,
    roles: [
      { name: 'r-0', permissions: split },
      { name: 'r-1', permissions: PERMISSIONS.filter((one, index) => index % 2 === 0 || !split.includes(one)) },
    ],
  }));

describe('effective access in GCP', () => {
  it('is what the plain evaluator says', () => {
    fc.assert(
      fc.property(input, (made) => {
        const access = openGcpAccess(made);
        for (const { principal: who, action, resource } of questionsOf(access)) {
          const told = explainAccess(access, who, action, resource).verdict;
          const wanted = naiveGcp(made, who, action, resource);
          if (told !== wanted) expect.fail(`${who} ${action} ${resource}: ${told}, plainly ${wanted}`);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('as swept has the levels that single verdicts add up to', () => {
    fc.assert(
      fc.property(input, (made) => expectSweptAsAsked(openGcpAccess(made))),
      { numRuns: RUNS },
    );
  });

  it('is never wider for a deny more', () => {
    fc.assert(
      fc.property(input, deny, (made, more) => {
        const denied: GcpInput = { ...made, denyPolicies: [...made.denyPolicies, more] };
        expectNoWider(openGcpAccess(denied), openGcpAccess(made));
      }),
      { numRuns: RUNS },
    );
  });

  it('is never wider for a binding less', () => {
    fc.assert(
      fc.property(input, (made) => {
        expectNoWider(openGcpAccess({ ...made, policies: made.policies.slice(1) }), openGcpAccess(made));
      }),
      { numRuns: RUNS },
    );
  });

  it('does not depend on order', () => {
    fc.assert(
      fc.property(input, (made) => {
        const turned: GcpInput = {
          ...made,
          resources: [...made.resources].reverse(),
          policies: [...made.policies].reverse(),
          denyPolicies: [...made.denyPolicies].reverse(),
          roles: [...made.roles].reverse().map((role) => ({ ...role, permissions: [...role.permissions].reverse() })),
        };
        expect(swept(openGcpAccess(turned))).toEqual(swept(openGcpAccess(made)));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('becoming a service account', () => {
  const creator = { name: 'r', permissions: ['iam.serviceAccounts.getAccessToken', 'iam.serviceAccounts.actAs'] };
  const accounts = ['1', '2', '3'].map((name) => ({
    id: `sa/${name}`,
    type: 'iam:serviceaccount',
    name: `projects/kiln/serviceAccounts/${name}`,
    parentId: name === '3' ? 'projects/moss' : 'projects/kiln',
    member: `serviceAccount:${name}`,
  }));
  const made: GcpInput = {
    tenant: ORG,
    principals: ['user:quill@x.example', 'user:heron@x.example', 'serviceAccount:1'],
    memberships: [],
    resources: [...RESOURCES.slice(0, 4), ...accounts],
    roles: [creator, { name: 'key', permissions: ['iam.serviceAccountKeys.create'] }],
    policies: [
      {
        resourceId: 'projects/kiln',
        bindings: [{ role: 'r', members: ['user:quill@x.example', 'user:heron@x.example'] }],
      },
      {
        resourceId: 'sa/3',
        bindings: [{ role: 'key', members: ['serviceAccount:1'], condition: { expression: "request.host == 'x'" } }],
      },
    ],
    denyPolicies: [],
  };

  it('is one edge for all who share a profile, and names its method', () => {
    const edges = [...becomeServiceAccount(openGcpAccess(made), made.resources)];
    const both = {
      from: ['user:quill@x.example', 'user:heron@x.example'],
      to: ['serviceAccount:1', 'serviceAccount:2'],
    };
    expect(edges).toEqual([
      {
        ...both,
        method: 'impersonation',
        certainty: 'certain',
        conditionKeys: [],
        because: ['iam.serviceAccounts.getAccessToken'],
      },
      { ...both, method: 'act-as', certainty: 'certain', conditionKeys: [], because: ['iam.serviceAccounts.actAs'] },
      {
        from: ['serviceAccount:1'],
        to: ['serviceAccount:3'],
        method: 'service-account-key',
        certainty: 'conditional',
        conditionKeys: ['request.host'],
        because: ['iam.serviceAccountKeys.create'],
      },
    ]);
  });

  it('is none where a deny policy takes the permission', () => {
    const deniedPermissions = ['iam.googleapis.com/*.*'];
    const rules = [{ deniedPrincipals: ['principalSet://goog/public:all'], deniedPermissions }];
    const denied = { ...made, denyPolicies: [{ id: 'd', attachedTo: ORG, rules }] };
    expect([...becomeServiceAccount(openGcpAccess(denied), made.resources)]).toEqual([]);
  });
});

describe('bad input', () => {
  it('is never thrown back: conditions', () => {
    const word = fc.constantFrom(
      '(',
      ')',
      '!',
      '&&',
      '||',
      'resource.name',
      '.startsWith',
      "'v'",
      '==',
      'request.time',
      '<',
      'timestamp',
      '[',
      ']',
      'true',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (expression) => {
        parseCel(expression);
      }),
      { numRuns: 500 },
    );
    expect(parseCel('!('.repeat(100_000))).toBeUndefined();
  });

  it('is never thrown back: members, permissions and parents', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('', 'principal://', 'principalSet://goog/', 'projectOwner:', 'domain:', '//x', 'a.b', '.', '/'),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (texts, one) => {
        const access = openGcpAccess({
          tenant: one,
          principals: texts,
          memberships: texts.map((member_) => ({ member: member_, group: one })),
          resources: texts.map((id) => ({ id, type: one, name: one, parentId: texts[0] ?? '' })),
          policies: [{ resourceId: one, bindings: [{ role: one, members: texts }] }],
          roles: [],
          denyPolicies: [{ id: one, attachedTo: one, rules: [{ deniedPrincipals: texts, deniedPermissions: texts }] }],
        });
        for (const [, ...levels] of Object.values(swept(access)))
          expect(levels.every((level) => level.startsWith('0.0.'))).toBe(true);
      }),
    );
  });
});
