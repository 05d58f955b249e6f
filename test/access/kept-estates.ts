import fc from 'fast-check';
import type { AttachedPolicy, AwsAccessInput, AwsPrincipal, AwsResource } from '../../src/access/index.ts';
import { document, type Statement } from './estate.ts';
import { statement } from './estates.ts';

export const ACCOUNTS = ['417300528116', '417300528117', '905512340078'] as const;
const DOCUMENTS = ['d0', 'd1', 'd2', 'd3', 'd4'] as const;
const NAMES = ['a', 'ab', 'ab-prod', 'b', 'quill', 'z'] as const;

/** An estate that changes: everything by id, so that a change is one entry. */
export interface Estate {
  readonly documents: ReadonlyMap<string, readonly Statement[]>;
  readonly principals: ReadonlyMap<string, AwsPrincipal>;
  readonly resources: ReadonlyMap<string, AwsResource>;
  readonly resourcePolicies: ReadonlyMap<string, AttachedPolicy>;
  /** Resource control policies of each account. */
  readonly controls: ReadonlyMap<string, readonly string[]>;
}

export function inputOf(estate: Estate): AwsAccessInput {
  return {
    resources: estate.resources.values(),
    policies: [...estate.documents].map(([id, statements]) => ({ id, document: document(statements) })),
    principals: estate.principals.values(),
    accounts: ACCOUNTS.map((id) => ({ id, organisationId: 'o-1', resourceControls: [estate.controls.get(id) ?? []] })),
    resourcePolicies: estate.resourcePolicies.values(),
    trustPolicies: [...estate.principals.values()].flatMap(({ id, kind }) =>
      kind === 'role' ? [{ roleId: id, policyId: `trust:${id}` }] : [],
    ),
  };
}

const account = fc.constantFrom(...ACCOUNTS);
const documentId = fc.constantFrom(...DOCUMENTS);

const TYPES = {
  's3:bucket': (_: string, name: string) => `arn:aws:s3:::${name}`,
  'dynamodb:table': (owner: string, name: string) => `arn:aws:dynamodb:eu-west-3:${owner}:table/${name}`,
  'secretsmanager:secret': (owner: string, name: string) => `arn:aws:secretsmanager:us-east-2:${owner}:secret:${name}`,
  'kms:key': (owner: string, name: string) => `arn:aws:kms:us-east-2:${owner}:key/${name}`,
} as const;

const resource: fc.Arbitrary<AwsResource> = fc
  .record({
    owner: account,
    type: fc.constantFrom(...(Object.keys(TYPES) as (keyof typeof TYPES)[])),
    name: fc.constantFrom(...NAMES),
    team: fc.constantFrom(undefined, 'core', 'edge'),
  })
  .map(({ owner, type, name, team }) => ({
    id: TYPES[type](owner, type === 's3:bucket' ? `${owner.slice(-1)}${name}` : name),
    account: owner,
    type,
    ...(team === undefined ? {} : { tags: { team } }),
  }));

const principal: fc.Arbitrary<AwsPrincipal> = fc
  .record({
    owner: account,
    kind: fc.constantFrom('user' as const, 'role' as const),
    name: fc.constantFrom('quill', 'other', 'third'),
    policyIds: fc.uniqueArray(documentId, { minLength: 1, maxLength: 3 }),
    boundary: fc.option(documentId, { nil: undefined, freq: 4 }),
    level: fc.option(fc.uniqueArray(documentId, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    team: fc.constantFrom(undefined, 'core', 'edge'),
  })
  .map(({ owner, kind, name, policyIds, boundary, level, team }) => ({
    id: `arn:aws:iam::${owner}:${kind}/${name}`,
    account: owner,
    kind,
    policyIds,
    pathToRoot: level === undefined ? [] : [level],
    ...(boundary === undefined ? {} : { boundaryId: boundary }),
    ...(team === undefined ? {} : { variables: { 'aws:PrincipalTag/team': team } }),
  }));

/** What the estate's documents say: also of tags, and, as a resource's policy, to whom. */
const said = fc
  .record({
    statement: statement(75),
    tagged: fc.constantFrom(undefined, undefined, 'aws:ResourceTag/team', 'aws:PrincipalTag/team'),
    to: fc.constantFrom('*', ...ACCOUNTS.map((id) => `arn:aws:iam::${id}:root`)),
  })
  .map(({ statement: made, tagged, to }) => ({
    ...made,
    ...(tagged === undefined ? {} : { Condition: { StringEquals: { [tagged]: 'core' } } }),
    Principal: { AWS: to },
  }));
const statements = fc.array(said, { minLength: 1, maxLength: 3 });

/** A document as identity policies have it: nobody is addressed. */
const unaddressed = (all: readonly Statement[]): readonly Statement[] => all.map(({ Principal: _, ...rest }) => rest);

function byId<T extends { readonly id: string }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map((one) => [one.id, one]));
}

export const estate: fc.Arbitrary<Estate> = fc
  .record({
    documents: fc.array(statements, { minLength: DOCUMENTS.length, maxLength: DOCUMENTS.length }),
    principals: fc.array(principal, { minLength: 2, maxLength: 8 }),
    resources: fc.array(resource, { minLength: 4, maxLength: 14 }),
    controls: fc.array(fc.option(fc.constantFrom('rcp'), { nil: undefined, freq: 2 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ documents, principals, resources, controls }) => ({
    documents: new Map(DOCUMENTS.map((id, i) => [id, unaddressed(documents[i] ?? [])])),
    principals: byId(principals),
    resources: byId(resources),
    resourcePolicies: new Map(),
    controls: new Map(ACCOUNTS.map((id, i) => [id, controls[i] === undefined ? [] : [controls[i]]])),
  }));

/** One change, told by its name, of which `who` may be touched: nobody else is to be evaluated. */
export interface Change {
  readonly name: string;
  apply(estate: Estate): Estate;
  touches(principal: AwsPrincipal, before: Estate, after: Estate): boolean;
}

function has({ policyIds, boundaryId, pathToRoot }: AwsPrincipal, id: string): boolean {
  return policyIds.includes(id) || boundaryId === id || [...pathToRoot].flat().includes(id);
}

function put<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
  const made = new Map(map);
  if (value === undefined) made.delete(key);
  else made.set(key, value);
  return made;
}

const documentChange = fc.tuple(documentId, statements).map(
  ([id, all]): Change => ({
    name: `the document ${id} says something else`,
    apply: (one) => ({ ...one, documents: put(one.documents, id, unaddressed(all)) }),
    touches: (who) => has(who, id),
  }),
);

const principalChange = fc.tuple(principal, fc.boolean()).map(
  ([one, comes]): Change => ({
    name: `${one.id} ${comes ? 'is another' : 'is gone'}`,
    apply: (all) => ({ ...all, principals: put(all.principals, one.id, comes ? one : undefined) }),
    // A role is a resource of its account as well.
    touches: (who, before, after) =>
      who.id === one.id || (one.kind === 'role' && (who.account === one.account || typesOf(before) !== typesOf(after))),
  }),
);

const resourceChange = fc.tuple(resource, fc.boolean()).map(
  ([one, comes]): Change => ({
    name: `${one.id} ${comes ? 'is there' : 'is gone'}`,
    apply: (all) => ({ ...all, resources: put(all.resources, one.id, comes ? one : undefined) }),
    // A type that nobody had brings actions that no document could be held against before.
    touches: (who, before, after) => who.account === one.account || typesOf(before) !== typesOf(after),
  }),
);

function typesOf({ resources, principals }: Estate): string {
  const types = [...resources.values()].map(({ type }) => type);
  const roles = [...principals.values()].some(({ kind }) => kind === 'role');
  return [...new Set(types), roles].sort().join();
}

const resourcePolicyChange = fc.tuple(resource, statements).map(
  ([{ id, account: owner }, all]): Change => ({
    name: `the policy of ${id} says something else`,
    apply: (one) => ({
      ...one,
      documents: put(one.documents, `of ${id}`, all),
      resourcePolicies: put(one.resourcePolicies, id, { resourceId: id, policyId: `of ${id}` }),
    }),
    touches: (who) => who.account === owner,
  }),
);

const controlChange = fc.tuple(account, statements).map(
  ([owner, all]): Change => ({
    name: `${owner} has another resource control policy`,
    apply: (one) => ({
      ...one,
      documents: put(
        one.documents,
        `rcp ${owner}`,
        all.map((each) => ({ ...each, Effect: 'Deny', Principal: '*' })),
      ),
      controls: put(one.controls, owner, [`rcp ${owner}`]),
    }),
    touches: (who) => who.account === owner,
  }),
);

const nothing = fc.constantFrom<Change>(
  {
    name: 'a document comes that nobody has',
    apply: (one) => ({
      ...one,
      documents: put(one.documents, 'nobodys', [{ Effect: 'Allow', Action: '*', Resource: '*' }]),
    }),
    touches: () => false,
  },
  {
    name: 'everything is told in another order',
    apply: (one) => ({
      ...one,
      resources: new Map([...one.resources].reverse()),
      documents: new Map([...one.documents].reverse()),
    }),
    touches: () => false,
  },
);

export const change: fc.Arbitrary<Change> = fc.oneof(
  documentChange,
  principalChange,
  resourceChange,
  resourcePolicyChange,
  controlChange,
  nothing,
);
