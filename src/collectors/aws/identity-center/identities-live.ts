import {
  IdentitystoreClient,
  ListGroupMembershipsCommand,
  ListGroupsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import { pages } from '../pages.ts';
import { CONCURRENCY, type Context, instances } from './instances.ts';
import type { IdentityRaw } from './raw.ts';

/** Users, groups and memberships of each identity store. */
export async function* fetchIdentities(context: Context): AsyncGenerator<IdentityRaw> {
  for await (const { identityStoreId } of instances(context)) {
    yield* users(context, identityStoreId);
    const groups: string[] = [];
    for await (const group of listGroups(context, identityStoreId)) {
      yield group;
      if (typeof group.detail['GroupId'] === 'string') groups.push(group.detail['GroupId']);
    }
    for await (const members of context.each(groups, (id) => membersOf(context, identityStoreId, id), CONCURRENCY))
      yield* members;
  }
}

function identityStore({ client }: Context): IdentitystoreClient {
  return client.sdk(IdentitystoreClient, client.identityCenterRegion);
}

async function* users(context: Context, IdentityStoreId: string): AsyncGenerator<IdentityRaw> {
  const list = pages(
    context,
    'identitystore:ListUsers',
    (NextToken, abortSignal) =>
      identityStore(context).send(
        new ListUsersCommand({ IdentityStoreId, NextToken, Extensions: ['aws:identitystore:enterprise'] }),
        { abortSignal },
      ),
    (page) => page.NextToken,
    IdentityStoreId,
  );
  for await (const page of list)
    for (const detail of page.Users ?? [])
      yield { item: 'user', detail: { ...detail }, identityStoreId: IdentityStoreId };
}

async function* listGroups(context: Context, IdentityStoreId: string): AsyncGenerator<IdentityRaw> {
  const list = pages(
    context,
    'identitystore:ListGroups',
    (NextToken, abortSignal) =>
      identityStore(context).send(new ListGroupsCommand({ IdentityStoreId, NextToken }), { abortSignal }),
    (page) => page.NextToken,
    IdentityStoreId,
  );
  for await (const page of list)
    for (const detail of page.Groups ?? [])
      yield { item: 'group', detail: { ...detail }, identityStoreId: IdentityStoreId };
}

async function membersOf(context: Context, IdentityStoreId: string, GroupId: string): Promise<IdentityRaw[]> {
  const found: IdentityRaw[] = [];
  const list = pages(
    context,
    'identitystore:ListGroupMemberships',
    (NextToken, abortSignal) =>
      identityStore(context).send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId, NextToken }), {
        abortSignal,
      }),
    (page) => page.NextToken,
    GroupId,
  );
  for await (const page of list)
    for (const detail of page.GroupMemberships ?? [])
      found.push({ item: 'membership', detail: { ...detail }, identityStoreId: IdentityStoreId });
  return found;
}
