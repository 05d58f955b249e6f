import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type AssumeEdge,
  type AwsAccessInput,
  type AwsPrincipal,
  assumeEdges,
  explain,
  openAwsAccess,
  type ResourceGrant,
  resourceGrants,
} from '../../src/access/index.ts';
import { ACCOUNT, document, type Statement } from './estate.ts';

interface WrittenPrincipal {
  readonly id: string;
  readonly p: readonly string[];
  readonly b?: string;
}

interface World {
  readonly principals: readonly WrittenPrincipal[];
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
}

function principalOf({ id, p, b }: WrittenPrincipal): AwsPrincipal {
  return {
    id,
    account: id.split(':')[4] ?? '',
    kind: id.includes(':role/') ? 'role' : 'user',
    policyIds: p,
    pathToRoot: [],
    ...(b === undefined ? {} : { boundaryId: b }),
  };
}

function inputOf(world: World, more: readonly Statement[]): AwsAccessInput {
  const documents = Object.entries(world.policies).map(([id, statements]) => ({ id, document: document(statements) }));
  return {
    resources: [],
    policies: [...documents, { id: 'own', document: document(more) }],
    principals: world.principals.map(principalOf),
  };
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`./golden/${path}`, import.meta.url), 'utf8')) as T;
}

interface TrustFile extends World {
  readonly role: string;
  readonly cases: readonly {
    readonly name: string;
    readonly rule: string;
    readonly trust: readonly Statement[];
    readonly edges: readonly Readonly<Record<string, unknown>>[];
  }[];
}

function told(edge: AssumeEdge): Record<string, unknown> {
  if (edge.kind === 'group') return { group: edge.members };
  const { via, certainty, conditionKeys } = edge;
  if (edge.kind === 'principal') return { from: edge.from, via, certainty, conditionKeys };
  const { name, subjects, strangers } = edge.from;
  return { from: name, via, certainty, conditionKeys, strangers, ...(subjects === undefined ? {} : { subjects }) };
}

function isAnyone(from: unknown): boolean {
  return typeof from === 'object' && from !== null && 'name' in from && from.name === '*';
}

describe('trust of roles', () => {
  const file = read<TrustFile>('trust/trust.json');
  it.each(file.cases)('$name', async ({ rule, trust, edges }) => {
    expect(rule).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    const access = await openAwsAccess({
      ...inputOf(file, trust),
      trustPolicies: [{ roleId: file.role, policyId: 'own' }],
    });
    expect([...assumeEdges(access)].map(told)).toEqual(edges);
  });

  it.each(file.cases)('$name: what is explained of each principal is its edge', async ({ trust }) => {
    const access = await openAwsAccess({
      ...inputOf(file, trust),
      trustPolicies: [{ roleId: file.role, policyId: 'own' }],
    });
    const edges = [...assumeEdges(access)];
    const open = edges.some(({ kind, ...edge }) => kind === 'external' && 'from' in edge && isAnyone(edge.from));
    for (const { id } of file.principals) {
      const edge = edges.find((each) => each.kind === 'principal' && each.from === id);
      const told = explain(access, id, 'sts:AssumeRole', file.role);
      if (edge?.kind === 'principal') expect([id, told.verdict]).toEqual([id, edge.certainty]);
      else if (!open) expect([id, told.verdict]).toEqual([id, 'none']);
    }
  });

  it('becomes groups where an account has too many pairs', async () => {
    const members = Array.from({ length: 40 }, (_, index) => ({
      id: `arn:aws:iam::${ACCOUNT}:user/m${index}`,
      p: ['may'],
    }));
    const roles = Array.from({ length: 30 }, (_, index) => ({ id: `arn:aws:iam::${ACCOUNT}:role/t${index}`, p: [] }));
    const world = { ...file, principals: [...members, ...roles] };
    const trust = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT } }];
    const access = await openAwsAccess({
      ...inputOf(world, trust),
      trustPolicies: roles.map(({ id }) => ({ roleId: id, policyId: 'own' })),
    });
    const edges = [...assumeEdges(access)];
    expect(edges).toHaveLength(1);
    const [group] = edges;
    if (group?.kind !== 'group') return expect.fail('not a group');
    expect(group.members).toHaveLength(40);
    expect(group.targets).toHaveLength(30);
    expect(group.targets[0]).toMatchObject({ via: 'account-root', certainty: 'certain', conditionKeys: [] });
  });
});

interface GrantFile extends World {
  readonly resources: readonly { readonly id: string; readonly type: string }[];
  readonly cases: readonly {
    readonly name: string;
    readonly rule: string;
    readonly resource: string;
    readonly policy: readonly Statement[];
    readonly restrictsPublic?: boolean;
    readonly grants: readonly Readonly<Record<string, unknown>>[];
  }[];
}

function granted(grant: ResourceGrant): Record<string, unknown> {
  const { from, resourceId, type: _type, policyId: _policy, via: _via, ...rest } = grant;
  return { ...rest, from: 'principal' in from ? from.principal : from.external.name, resource: resourceId };
}

describe("grants of resources' own policies", () => {
  const file = read<GrantFile>('grants/grants.json');
  it.each(file.cases)('$name', async ({ rule, resource, policy, grants, restrictsPublic = false }) => {
    expect(rule).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    const access = await openAwsAccess({
      ...inputOf(file, policy),
      resources: file.resources.map((each) => ({ ...each, account: ACCOUNT })),
      resourcePolicies: [{ resourceId: resource, policyId: 'own', restrictsPublic }],
    });
    expect([...resourceGrants(access)].map(granted)).toEqual(grants);
  });
});
