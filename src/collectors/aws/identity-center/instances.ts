import {
  type InstanceMetadata,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { FetchContext } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { pages } from '../pages.ts';

export type Context = FetchContext<AwsClient>;

/** Identity Center throttles at about 20 calls a second. */
export const CONCURRENCY = 6;

export interface Instance {
  readonly arn: string;
  readonly identityStoreId: string;
}

export function ssoAdmin({ client }: Context): SSOAdminClient {
  return client.sdk(SSOAdminClient, client.identityCenterRegion);
}

/** Identity Center instances that the account owns or may see; none is an answer too. */
export async function* instances(context: Context): AsyncGenerator<Instance> {
  const list = pages(
    context,
    'sso:ListInstances',
    (NextToken, abortSignal) => ssoAdmin(context).send(new ListInstancesCommand({ NextToken }), { abortSignal }),
    (page) => page.NextToken,
  );
  for await (const page of list)
    for (const { InstanceArn, IdentityStoreId } of page.Instances ?? ([] as InstanceMetadata[]))
      if (InstanceArn !== undefined && IdentityStoreId !== undefined)
        yield { arn: InstanceArn, identityStoreId: IdentityStoreId };
}

/** ARNs of the permission sets of an instance. */
export async function* permissionSetArns(context: Context, InstanceArn: string): AsyncGenerator<string> {
  const list = pages(
    context,
    'sso:ListPermissionSets',
    (NextToken, abortSignal) =>
      ssoAdmin(context).send(new ListPermissionSetsCommand({ InstanceArn, NextToken }), { abortSignal }),
    (page) => page.NextToken,
    InstanceArn,
  );
  for await (const page of list) yield* page.PermissionSets ?? [];
}
