import {
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  type PermissionsBoundary,
  ResourceNotFoundException,
} from '@aws-sdk/client-sso-admin';
import { problemOf } from '../../../collect/index.ts';
import { managedPolicyLookup } from '../iam/managed-policy.ts';
import { pages } from '../pages.ts';
import type { Raw } from '../raw.ts';
import { PermissionSets } from './attached.ts';
import { CONCURRENCY, type Context, type Instance, instances, permissionSetArns, ssoAdmin } from './instances.ts';
import type { PermissionSetRaw } from './raw.ts';

export async function* fetchPermissionSets(context: Context): AsyncGenerator<PermissionSetRaw> {
  const sets = new PermissionSets(managedPolicyLookup(context), (message) =>
    context.problem({ kind: 'malformed', what: 'sso:GetInlinePolicyForPermissionSet', message }),
  );
  for await (const instance of instances(context)) {
    const details = context.each(
      permissionSetArns(context, instance.arn),
      (arn) => detailOf(context, instance, arn),
      CONCURRENCY,
    );
    for await (const detail of details)
      if (detail !== undefined) yield* resolved(context, sets, detail, instance.identityStoreId);
  }
}

async function* resolved(
  context: Context,
  sets: PermissionSets,
  detail: Raw,
  identityStoreId: string,
): AsyncGenerator<PermissionSetRaw> {
  try {
    yield* await sets.resolve(detail, identityStoreId);
  } catch (thrown) {
    context.problem(problemOf(thrown, 'sso:DescribePermissionSet', String(detail['PermissionSetArn'])));
  }
}

/** The permission set with the answers of the calls about it; an answer that is missing is reported and left out. */
async function detailOf(
  context: Context,
  { arn: InstanceArn }: Instance,
  PermissionSetArn: string,
): Promise<Raw | undefined> {
  const about = { InstanceArn, PermissionSetArn };
  const client = ssoAdmin(context);
  const described = await context.attempt(
    'sso:DescribePermissionSet',
    (abortSignal) => client.send(new DescribePermissionSetCommand(about), { abortSignal }),
    PermissionSetArn,
  );
  if (described?.PermissionSet === undefined) return undefined;
  const inline = await context.attempt(
    'sso:GetInlinePolicyForPermissionSet',
    (abortSignal) => client.send(new GetInlinePolicyForPermissionSetCommand(about), { abortSignal }),
    PermissionSetArn,
  );
  return {
    ...described.PermissionSet,
    PermissionSetArn,
    InlinePolicy: inline?.InlinePolicy,
    AttachedManagedPolicies: await managed(context, about),
    CustomerManagedPolicyReferences: await customerManaged(context, about),
    PermissionsBoundary: await boundary(context, about),
  };
}

interface About {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

async function managed(context: Context, about: About): Promise<Raw[]> {
  const found: Raw[] = [];
  const list = pages(
    context,
    'sso:ListManagedPoliciesInPermissionSet',
    (NextToken, abortSignal) =>
      ssoAdmin(context).send(new ListManagedPoliciesInPermissionSetCommand({ ...about, NextToken }), { abortSignal }),
    (page) => page.NextToken,
    about.PermissionSetArn,
  );
  for await (const page of list) for (const one of page.AttachedManagedPolicies ?? []) found.push({ ...one });
  return found;
}

async function customerManaged(context: Context, about: About): Promise<Raw[]> {
  const found: Raw[] = [];
  const list = pages(
    context,
    'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
    (NextToken, abortSignal) =>
      ssoAdmin(context).send(new ListCustomerManagedPolicyReferencesInPermissionSetCommand({ ...about, NextToken }), {
        abortSignal,
      }),
    (page) => page.NextToken,
    about.PermissionSetArn,
  );
  for await (const page of list) for (const one of page.CustomerManagedPolicyReferences ?? []) found.push({ ...one });
  return found;
}

/** A permission set without a boundary is answered with ResourceNotFoundException. */
async function boundary(context: Context, about: About): Promise<PermissionsBoundary | undefined> {
  const answer = await context.attempt(
    'sso:GetPermissionsBoundaryForPermissionSet',
    async (abortSignal) => {
      try {
        return await ssoAdmin(context).send(new GetPermissionsBoundaryForPermissionSetCommand(about), { abortSignal });
      } catch (thrown) {
        if (thrown instanceof ResourceNotFoundException) return { PermissionsBoundary: undefined };
        throw thrown;
      }
    },
    about.PermissionSetArn,
  );
  return answer?.PermissionsBoundary;
}
