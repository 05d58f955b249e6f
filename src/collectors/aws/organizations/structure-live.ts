import {
  type Account,
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  type Organization,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { FetchContext } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { pages } from '../pages.ts';
import type { Raw } from '../raw.ts';
import type { StructureRaw } from './raw.ts';

type Context = FetchContext<AwsClient>;

/** Organizations throttles at a few calls a second. */
const CONCURRENCY = 4;

/** The organisation from its root down. An account outside any organisation has none: nothing, and nothing missing. */
export async function* fetchStructure(context: Context): AsyncGenerator<StructureRaw> {
  const organization = await describe(context);
  if (organization === 'none') return;
  if (organization !== undefined) yield { item: 'organization', organization: { ...organization } };
  yield* accounts(context, organization);
  yield* tree(context, organization?.Id);
}

/** `undefined`: not allowed to know, as the member accounts often are; the rest is tried. */
async function describe(context: Context): Promise<Organization | 'none' | undefined> {
  const client = context.client.sdk(OrganizationsClient);
  return context.attempt('organizations:DescribeOrganization', async (abortSignal) => {
    try {
      return (await client.send(new DescribeOrganizationCommand({}), { abortSignal })).Organization;
    } catch (thrown) {
      if (thrown instanceof AWSOrganizationsNotInUseException) return 'none';
      throw thrown;
    }
  });
}

async function* accounts(context: Context, organization: Organization | undefined): AsyncGenerator<StructureRaw> {
  const tags = new AccountTags(context);
  yield* context.each(
    listAccounts(context),
    async (account): Promise<StructureRaw> => ({
      item: 'account',
      account: { ...account },
      organizationId: organization?.Id,
      managementAccount: organization?.MasterAccountId,
      tags: await tags.of(account.Id),
    }),
    CONCURRENCY,
  );
}

async function* listAccounts(context: Context): AsyncGenerator<Account> {
  const client = context.client.sdk(OrganizationsClient);
  const list = pages(
    context,
    'organizations:ListAccounts',
    (NextToken, abortSignal) => client.send(new ListAccountsCommand({ NextToken }), { abortSignal }),
    (page) => page.NextToken,
  );
  for await (const page of list) yield* page.Accounts ?? [];
}

/** Tags of accounts. Once refused, they are not asked for again: one refusal says it for all. */
class AccountTags {
  readonly #context: Context;
  #refused = false;

  constructor(context: Context) {
    this.#context = context;
  }

  async of(ResourceId: string | undefined): Promise<Raw[]> {
    if (this.#refused || ResourceId === undefined) return [];
    const client = this.#context.client.sdk(OrganizationsClient);
    const list = pages(
      this.#context,
      'organizations:ListTagsForResource',
      (NextToken, abortSignal) =>
        client.send(new ListTagsForResourceCommand({ ResourceId, NextToken }), { abortSignal }),
      (page) => page.NextToken,
      ResourceId,
    );
    const tags: Raw[] = [];
    let answered = false;
    for await (const page of list) {
      answered = true;
      for (const tag of page.Tags ?? []) tags.push({ ...tag });
    }
    if (!answered) this.#refused = true;
    return tags;
  }
}

async function* tree(context: Context, organizationId: string | undefined): AsyncGenerator<StructureRaw> {
  const client = context.client.sdk(OrganizationsClient);
  const roots = pages(
    context,
    'organizations:ListRoots',
    (NextToken, abortSignal) => client.send(new ListRootsCommand({ NextToken }), { abortSignal }),
    (page) => page.NextToken,
  );
  for await (const page of roots)
    for (const root of page.Roots ?? []) {
      yield { item: 'root', root: { ...root }, organizationId };
      if (root.Id !== undefined) yield* below(context, root.Id);
    }
}

async function* below(context: Context, ParentId: string): AsyncGenerator<StructureRaw> {
  const client = context.client.sdk(OrganizationsClient);
  const children = pages(
    context,
    'organizations:ListAccountsForParent',
    (NextToken, abortSignal) => client.send(new ListAccountsForParentCommand({ ParentId, NextToken }), { abortSignal }),
    (page) => page.NextToken,
    ParentId,
  );
  for await (const page of children)
    for (const { Id } of page.Accounts ?? [])
      if (Id !== undefined) yield { item: 'account-parent', accountId: Id, parentId: ParentId };
  const units = pages(
    context,
    'organizations:ListOrganizationalUnitsForParent',
    (NextToken, abortSignal) =>
      client.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken }), { abortSignal }),
    (page) => page.NextToken,
    ParentId,
  );
  for await (const page of units)
    for (const ou of page.OrganizationalUnits ?? []) {
      yield { item: 'ou', ou: { ...ou }, parentId: ParentId };
      if (ou.Id !== undefined) yield* below(context, ou.Id);
    }
}
