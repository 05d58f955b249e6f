import {
  type AccessKeyMetadata,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { type FetchContext, type MapContext, step } from '../../../collect/index.ts';
import { toInstant } from '../../../lib/clock.ts';
import { edge, node, type RecordOf, ref } from '../../../schema/index.ts';
import type { AwsClient } from '../client.ts';
import { accountOf } from '../keys.ts';
import { pages } from '../pages.ts';
import { object, type Raw, required, text } from '../raw.ts';
import { type NeverUsed, neverUsedKeys } from './unused-keys.ts';
import { USER_CONCURRENCY, type UserName, userNames } from './users.ts';

/** An item of a list of a user's credentials, with the ARN of the user it names. */
export interface OwnedRaw {
  readonly userArn: string;
  readonly item: Raw;
}

const EMITS = ['Credential', 'AUTHENTICATES_AS'] as const;

export const accessKeys = step<AwsClient, OwnedRaw, (typeof EMITS)[number]>({
  id: 'access-keys',
  title: 'Access keys of IAM users with their last use',
  mode: 'snapshot',
  emits: EMITS,
  permissions: [
    'iam:ListUsers',
    'iam:ListAccessKeys',
    'iam:GetAccessKeyLastUsed',
    'iam:GenerateCredentialReport',
    'iam:GetCredentialReport',
  ],
  notAvailable: { expiresAt: 'access keys do not expire', rotatedAt: 'a key is not rotated but replaced by another' },
  fetch: fetchAccessKeys,
  map: mapAccessKey,
});

async function* fetchAccessKeys(context: FetchContext<AwsClient>): AsyncGenerator<OwnedRaw> {
  const neverUsed = await neverUsedKeys(context);
  for await (const keys of context.each(
    userNames(context),
    (user) => keysOf(context, user, neverUsed),
    USER_CONCURRENCY,
  ))
    yield* keys;
}

async function keysOf(context: FetchContext<AwsClient>, user: UserName, neverUsed: NeverUsed): Promise<OwnedRaw[]> {
  const iam = context.client.sdk(IAMClient);
  const list = pages(
    context,
    'iam:ListAccessKeys',
    (Marker, abortSignal) => iam.send(new ListAccessKeysCommand({ UserName: user.name, Marker }), { abortSignal }),
    (page) => (page.IsTruncated === true ? page.Marker : undefined),
    user.name,
  );
  const found: OwnedRaw[] = [];
  for await (const page of list)
    for (const key of page.AccessKeyMetadata ?? []) {
      const item = neverUsed(user.arn, key.CreateDate) ? { ...key } : await withUse(context, key);
      found.push({ userArn: user.arn, item });
    }
  return found;
}

/** A key whose last use cannot be read is still a key. */
async function withUse(context: FetchContext<AwsClient>, key: AccessKeyMetadata): Promise<Raw> {
  const { AccessKeyId } = key;
  if (AccessKeyId === undefined) return { ...key };
  const answer = await context.attempt(
    'iam:GetAccessKeyLastUsed',
    (abortSignal) =>
      context.client.sdk(IAMClient).send(new GetAccessKeyLastUsedCommand({ AccessKeyId }), { abortSignal }),
    AccessKeyId,
  );
  return { ...key, AccessKeyLastUsed: answer?.AccessKeyLastUsed };
}

/** `SecretAccessKey` stands in the answer of create-access-key, which people keep beside their lists. */
export function mapAccessKey(
  { userArn, item }: OwnedRaw,
  context: MapContext,
): readonly RecordOf<(typeof EMITS)[number]>[] {
  const id = required(item, 'AccessKeyId');
  const use = object(item, 'AccessKeyLastUsed');
  const secret = text(item, 'SecretAccessKey');
  const credential = node('Credential', id, {
    kind: 'aws-access-key',
    system: 'aws',
    tenant: accountOf(userArn) ?? context.scope,
    status: text(item, 'Status')?.toLowerCase(),
    lifetime: 'long-lived',
    createdAt: toInstant(item['CreateDate']),
    lastUsedAt: toInstant(use['LastUsedDate']),
    lastUsedFor: lastUsedFor(use),
    fingerprints: secret === undefined ? undefined : [context.fingerprint('aws-secret-access-key', secret)],
  });
  return [credential, edge('AUTHENTICATES_AS', ref('Credential', id), ref('Principal', userArn), {})];
}

/** `s3 eu-west-1`; IAM says `N/A` for a key that was never used. */
function lastUsedFor(use: Raw): string | undefined {
  const parts = [text(use, 'ServiceName'), text(use, 'Region')].filter((part) => part !== undefined && part !== 'N/A');
  return parts.length === 0 ? undefined : parts.join(' ');
}
