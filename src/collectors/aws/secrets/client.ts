import {
  GetResourcePolicyCommand,
  ListSecretsCommand,
  type SecretListEntry,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Place } from '../regional/arn.ts';
import { type AwsFetch, entries, fact, inRegions } from '../regional/fetch.ts';
import type { Listed } from '../regional/files.ts';

/** Every secret of the account, those planned for deletion included, each with its resource policy. No value is read. */
export function fetchSecrets(context: AwsFetch): AsyncIterable<Listed> {
  return inRegions(context, (place) => secretsIn(context, place));
}

async function* secretsIn(context: AwsFetch, place: Place): AsyncGenerator<Listed> {
  const client = context.client.sdk(SecretsManagerClient, place.region);
  const secrets = entries(context, {
    what: 'secretsmanager:ListSecrets',
    place: place.region,
    call: (NextToken, abortSignal) =>
      client.send(new ListSecretsCommand({ IncludePlannedDeletion: true, NextToken, MaxResults: 100 }), {
        abortSignal,
      }),
    entries: (page) => page.SecretList,
    next: (page) => page.NextToken,
  });
  yield* context.each(secrets, (secret) => withPolicy(context, client, place, secret));
}

async function withPolicy(
  context: AwsFetch,
  client: SecretsManagerClient,
  place: Place,
  secret: SecretListEntry,
): Promise<Listed> {
  // The service refuses the call for a secret that is planned for deletion:
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html#API_GetResourcePolicy_Errors
  if (secret.DeletedDate !== undefined) return { ...place, entry: { ...secret } };
  const answer = await fact(
    context,
    'secretsmanager:GetResourcePolicy',
    secret.ARN ?? place.region,
    (abortSignal) => client.send(new GetResourcePolicyCommand({ SecretId: secret.ARN }), { abortSignal }),
    /^ResourceNotFoundException$/,
  );
  const entry = answer === undefined ? { ...secret } : { ...secret, ResourcePolicy: answer?.ResourcePolicy ?? null };
  return { ...place, entry };
}
