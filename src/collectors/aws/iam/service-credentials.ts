import { IAMClient, ListServiceSpecificCredentialsCommand } from '@aws-sdk/client-iam';
import { type FetchContext, type MapContext, step } from '../../../collect/index.ts';
import { toInstant } from '../../../lib/clock.ts';
import { edge, node, type RecordOf, ref } from '../../../schema/index.ts';
import type { AwsClient } from '../client.ts';
import { accountOf } from '../keys.ts';
import { pages } from '../pages.ts';
import { required, text } from '../raw.ts';
import type { OwnedRaw } from './access-keys.ts';
import { userNames } from './users.ts';

const EMITS = ['Credential', 'AUTHENTICATES_AS'] as const;

/** Bedrock API keys of the long-lived kind, CloudWatch Logs keys, CodeCommit and Keyspaces passwords. */
export const serviceCredentials = step<AwsClient, OwnedRaw, (typeof EMITS)[number]>({
  id: 'service-specific-credentials',
  title: 'Service-specific credentials (Bedrock API keys and others)',
  mode: 'snapshot',
  emits: EMITS,
  permissions: ['iam:ListUsers', 'iam:ListServiceSpecificCredentials'],
  notAvailable: { lastUsedAt: 'IAM reports no use of a service-specific credential; CloudTrail does' },
  fetch: fetchServiceCredentials,
  map: mapServiceCredential,
});

async function* fetchServiceCredentials(context: FetchContext<AwsClient>): AsyncGenerator<OwnedRaw> {
  const iam = context.client.sdk(IAMClient);
  const arns = new Map<string, string>();
  for await (const user of userNames(context)) arns.set(user.name, user.arn);
  const list = pages(
    context,
    'iam:ListServiceSpecificCredentials',
    (Marker, abortSignal) =>
      iam.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, Marker }), { abortSignal }),
    (page) => (page.IsTruncated === true ? page.Marker : undefined),
  );
  for await (const page of list)
    for (const item of page.ServiceSpecificCredentials ?? []) {
      const userArn = arns.get(item.UserName ?? '');
      if (userArn !== undefined) yield { userArn, item: { ...item } };
      else context.problem(strayUser(item.UserName, item.ServiceSpecificCredentialId));
    }
}

function strayUser(user: string | undefined, place: string | undefined) {
  const message = `its user ${user ?? ''} is not in the list of users`;
  return { kind: 'malformed', what: 'iam:ListServiceSpecificCredentials', place: place ?? 'an item', message } as const;
}

/** Fields of the answer of create-service-specific-credential that hold the secret. */
const SECRET_FIELDS = ['ServiceCredentialSecret', 'ServicePassword'];

export function mapServiceCredential(
  { userArn, item }: OwnedRaw,
  context: MapContext,
): readonly RecordOf<(typeof EMITS)[number]>[] {
  const id = required(item, 'ServiceSpecificCredentialId');
  const service = text(item, 'ServiceName');
  const isBedrock = service?.startsWith('bedrock') === true;
  const kind = isBedrock ? 'bedrock-api-key' : 'service-specific-credential';
  const expiresAt = toInstant(item['ExpirationDate']);
  const secrets = SECRET_FIELDS.map((field) => text(item, field)).filter((secret) => secret !== undefined);
  const credential = node('Credential', id, {
    name: text(item, 'ServiceCredentialAlias') ?? text(item, 'ServiceUserName'),
    kind,
    system: 'aws',
    tenant: accountOf(userArn) ?? context.scope,
    status: text(item, 'Status')?.toLowerCase(),
    lifetime: 'long-lived',
    scopes: service === undefined ? undefined : [service],
    createdAt: toInstant(item['CreateDate']),
    expiresAt,
    fingerprints:
      secrets.length === 0
        ? undefined
        : secrets.map((secret) => context.fingerprint(isBedrock ? 'bedrock-key' : 'service-password', secret)),
  });
  return [credential, edge('AUTHENTICATES_AS', ref('Credential', id), ref('Principal', userArn), {})];
}
