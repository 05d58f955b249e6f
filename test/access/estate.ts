import { type AwsAccess, type AwsAccessInput, type AwsPrincipal, openAwsAccess } from '../../src/access/index.ts';

/** A policy statement as a test writes it. */
export type Statement = Readonly<Record<string, unknown>>;

/** One user with policies over a few resources, all in one account that is in no organisation. */
export interface SmallEstate {
  readonly policies: readonly (readonly Statement[])[];
  readonly resources: readonly { readonly id: string; readonly type: string }[];
}

export const ACCOUNT = '417300528116';
export const USER = `arn:aws:iam::${ACCOUNT}:user/quill`;

export function document(statements: readonly Statement[], version = '2012-10-17'): string {
  return JSON.stringify({ Version: version, Statement: statements });
}

export function userOf(policyIds: readonly string[], more: Partial<AwsPrincipal> = {}): AwsPrincipal {
  return { id: USER, account: ACCOUNT, kind: 'user', policyIds, pathToRoot: [], ...more };
}

function smallInput({ policies, resources }: SmallEstate): AwsAccessInput {
  return {
    resources: resources.map((resource) => ({ ...resource, account: ACCOUNT })),
    policies: policies.map((statements, index) => ({ id: `p${index}`, document: document(statements) })),
    principals: [userOf(policies.map((_, index) => `p${index}`))],
  };
}

export function openSmall(estate: SmallEstate): Promise<AwsAccess> {
  return openAwsAccess(smallInput(estate));
}
