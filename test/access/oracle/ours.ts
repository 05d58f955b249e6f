import {
  type AwsAccess,
  type AwsAccessInput,
  type AwsPolicy,
  type AwsPrincipal,
  type AwsSession,
  type Explanation,
  explain,
  openAwsAccess,
  type Verdict,
} from '../../../src/access/index.ts';
import type { Statement } from '../estate.ts';
import { documentOf, idOf, type Policies, type Question, type World, type WorldPrincipal } from './world.ts';

/** Gives each document an id, equal documents the same one. */
class Documents {
  readonly #ids = new Map<string, string>();
  readonly #variables: boolean;

  constructor(variables: boolean) {
    this.#variables = variables;
  }

  id(statements: readonly Statement[]): string {
    const document = JSON.stringify(documentOf(statements, this.#variables));
    const id = this.#ids.get(document) ?? `d${this.#ids.size}`;
    this.#ids.set(document, id);
    return id;
  }

  ids(policies: Policies): string[] {
    return policies.map((each) => this.id(each));
  }

  all(): AwsPolicy[] {
    return [...this.#ids].map(([document, id]) => ({ id, document }));
  }
}

function principalOf(each: WorldPrincipal, world: World, documents: Documents): AwsPrincipal {
  const account = world.accounts.find(({ id }) => id === each.account);
  return {
    id: each.arn,
    account: each.account,
    kind: each.session === undefined ? 'user' : 'role',
    policyIds: documents.ids(each.identity),
    pathToRoot: (account?.scps ?? []).map((level) => documents.ids(level)),
    managementAccount: account?.management === true,
    variables: Object.fromEntries(Object.entries(each.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    tagsComplete: true,
    ...(each.boundary === undefined ? {} : { boundaryId: documents.id(each.boundary) }),
  };
}

function sessionOf(each: WorldPrincipal, documents: Documents): AwsSession[] {
  if (each.session === undefined) return [];
  return [
    {
      id: each.session,
      roleId: each.arn,
      ...(each.issuedAt === undefined ? {} : { issuedAt: each.issuedAt }),
      ...(each.sessionPolicy === undefined ? {} : { policyIds: [documents.id(each.sessionPolicy)] }),
    },
  ];
}

/** A generated organisation as our engine is given it. */
export function inputOf(world: World): AwsAccessInput {
  const documents = new Documents(world.variables);
  const roots = world.resources.filter(({ holder }) => holder === undefined);
  const input = {
    resources: roots.map(({ arn, type, account, region, tags }) => ({ id: arn, account, type, region, tags })),
    principals: world.principals.map((each) => principalOf(each, world, documents)),
    sessions: world.principals.flatMap((each) => sessionOf(each, documents)),
    accounts: world.accounts.map((each) => ({
      id: each.id,
      organisationId: each.organisation ?? 'none',
      managementAccount: each.management,
      resourceControls: each.rcps.map((level) => documents.ids(level)),
      ...(each.path === undefined ? {} : { organisationPath: each.path }),
    })),
    resourcePolicies: roots.flatMap(({ arn, policy, restrictsPublic }) =>
      policy === undefined ? [] : [{ resourceId: arn, policyId: documents.id(policy), restrictsPublic }],
    ),
    kmsGrants: [],
    at: world.request.at,
  };
  return { ...input, policies: documents.all() };
}

export function openWorld(world: World): Promise<AwsAccess> {
  return openAwsAccess(inputOf(world));
}

/** The verdict with nothing known of the request, and within the request of the world. */
export function ourVerdict(access: AwsAccess, question: Question, world?: World): Verdict {
  return ourExplanation(access, question, world).verdict;
}

export function ourExplanation(access: AwsAccess, question: Question, world?: World): Explanation {
  const { principal, resource, action } = question;
  return explain(access, idOf(principal), action, resource.arn, world?.request.keys);
}
