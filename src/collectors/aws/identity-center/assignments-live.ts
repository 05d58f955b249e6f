import {
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountsForProvisionedPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { pages } from '../pages.ts';
import { CONCURRENCY, type Context, type Instance, instances, permissionSetArns, ssoAdmin } from './instances.ts';
import type { AssignmentRaw } from './raw.ts';

/** Who is assigned which permission set where: of each set, the accounts it is provisioned in, and of each of these the users and groups. */
export async function* fetchAssignments(context: Context): AsyncGenerator<AssignmentRaw> {
  for await (const instance of instances(context)) {
    const found = context.each(
      permissionSetArns(context, instance.arn),
      (arn) => assignmentsOf(context, instance, arn),
      CONCURRENCY,
    );
    for await (const assignments of found) yield* assignments;
  }
}

async function assignmentsOf(context: Context, instance: Instance, PermissionSetArn: string): Promise<AssignmentRaw[]> {
  const { arn: InstanceArn, identityStoreId } = instance;
  const described = await context.attempt(
    'sso:DescribePermissionSet',
    (abortSignal) =>
      ssoAdmin(context).send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }), { abortSignal }),
    PermissionSetArn,
  );
  const permissionSet = described?.PermissionSet?.Name;
  if (permissionSet === undefined) return [];
  const found: AssignmentRaw[] = [];
  for await (const AccountId of accounts(context, InstanceArn, PermissionSetArn)) {
    const list = pages(
      context,
      'sso:ListAccountAssignments',
      (NextToken, abortSignal) =>
        ssoAdmin(context).send(
          new ListAccountAssignmentsCommand({ InstanceArn, AccountId, PermissionSetArn, NextToken }),
          { abortSignal },
        ),
      (page) => page.NextToken,
      `${permissionSet} in ${AccountId}`,
    );
    for await (const page of list)
      for (const one of page.AccountAssignments ?? [])
        found.push({ assignment: { ...one }, permissionSet, identityStoreId });
  }
  return found;
}

async function* accounts(context: Context, InstanceArn: string, PermissionSetArn: string): AsyncGenerator<string> {
  const list = pages(
    context,
    'sso:ListAccountsForProvisionedPermissionSet',
    (NextToken, abortSignal) =>
      ssoAdmin(context).send(
        new ListAccountsForProvisionedPermissionSetCommand({ InstanceArn, PermissionSetArn, NextToken }),
        { abortSignal },
      ),
    (page) => page.NextToken,
    PermissionSetArn,
  );
  for await (const page of list) yield* page.AccountIds ?? [];
}
