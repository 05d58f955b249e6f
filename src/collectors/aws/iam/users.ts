import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import type { FetchContext } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { pages } from '../pages.ts';

/** A user as far as its lists of credentials need it. */
export interface UserName {
  readonly name: string;
  readonly arn: string;
}

/** Calls per user go out this many at a time; IAM's own limits are in the hundreds per second. */
export const USER_CONCURRENCY = 16;

/** The account's users, 1,000 a call. */
export async function* userNames(context: FetchContext<AwsClient>): AsyncGenerator<UserName> {
  const iam = context.client.sdk(IAMClient);
  const list = pages(
    context,
    'iam:ListUsers',
    (Marker, abortSignal) => iam.send(new ListUsersCommand({ MaxItems: 1000, Marker }), { abortSignal }),
    (page) => (page.IsTruncated === true ? page.Marker : undefined),
  );
  for await (const page of list)
    for (const { UserName, Arn } of page.Users ?? [])
      if (UserName !== undefined && Arn !== undefined) yield { name: UserName, arn: Arn };
}
