import {
  type EntityType,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  IAMClient,
} from '@aws-sdk/client-iam';
import { type FetchContext, problemOf } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { pages } from '../pages.ts';
import { asRaw, type Raw } from '../raw.ts';
import { DetailsIndex, type IamRaw, type PrincipalKind } from './details.ts';
import { managedPolicyLookup } from './managed-policy.ts';

const PAGE_SIZE = 1000;
const NAMES_FIRST: readonly EntityType[] = ['Group', 'LocalManagedPolicy', 'AWSManagedPolicy'];
const THEN: readonly EntityType[] = ['User', 'Role'];

/** The account's authorization details in two sweeps: what is referred to by name, then the principals that refer to it. */
export async function* fetchDetails(context: FetchContext<AwsClient>): AsyncGenerator<IamRaw> {
  yield { item: 'account', account: context.scope };
  const index = new DetailsIndex(managedPolicyLookup(context));
  const groups: Raw[] = [];
  for await (const page of sweep(context, NAMES_FIRST)) {
    yield* guarded(context, page.Policies, (detail) => index.addPolicy(detail));
    yield* guarded(context, page.GroupDetailList, (detail) => {
      index.addGroup(detail);
      groups.push(detail);
      return [];
    });
  }
  yield* resolved(context, index, 'group', groups);
  for await (const page of sweep(context, THEN)) {
    yield* resolved(context, index, 'user', page.UserDetailList);
    yield* resolved(context, index, 'role', page.RoleDetailList);
  }
}

function sweep(
  context: FetchContext<AwsClient>,
  filter: readonly EntityType[],
): AsyncGenerator<GetAccountAuthorizationDetailsResponse> {
  const iam = context.client.sdk(IAMClient);
  return pages(
    context,
    'iam:GetAccountAuthorizationDetails',
    (Marker, abortSignal) =>
      iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: [...filter], MaxItems: PAGE_SIZE, Marker }), {
        abortSignal,
      }),
    (page) => (page.IsTruncated === true ? page.Marker : undefined),
    filter.join(', '),
  );
}

/** Items that cannot be understood are reported one by one. */
function* guarded(
  context: FetchContext<AwsClient>,
  details: readonly unknown[] | undefined,
  take: (detail: Raw) => IamRaw[],
): Generator<IamRaw> {
  for (const detail of details ?? []) {
    try {
      yield* take(asRaw(detail));
    } catch (thrown) {
      context.problem(problemOf(thrown, 'iam:GetAccountAuthorizationDetails', arnOf(detail)));
    }
  }
}

async function* resolved(
  context: FetchContext<AwsClient>,
  index: DetailsIndex,
  kind: PrincipalKind,
  details: readonly unknown[] | undefined,
): AsyncGenerator<IamRaw> {
  for (const detail of details ?? []) {
    try {
      yield* reported(context, await index.resolve(kind, asRaw(detail)));
    } catch (thrown) {
      context.problem(problemOf(thrown, 'iam:GetAccountAuthorizationDetails', arnOf(detail)));
    }
  }
}

function* reported(context: FetchContext<AwsClient>, raws: readonly IamRaw[]): Generator<IamRaw> {
  for (const raw of raws) {
    if ('problems' in raw)
      for (const message of raw.problems)
        context.problem({
          kind: 'malformed',
          what: 'iam:GetAccountAuthorizationDetails',
          place: arnOf(raw.detail),
          message,
        });
    yield raw;
  }
}

function arnOf(detail: unknown): string {
  const arn = (detail as { Arn?: unknown } | undefined)?.Arn;
  return typeof arn === 'string' ? arn : 'an item without an ARN';
}
