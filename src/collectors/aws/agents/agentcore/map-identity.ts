import { edge, node, type RecordOf, ref } from '../../../../schema/index.ts';
import { ownerTagEvidence } from '../../owner-tags.ts';
import { object, type Raw, required, text } from '../../raw.ts';
import { secretReference } from '../../regional/arn.ts';
import { instant, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf } from '../../regional/resource.ts';

export const identityEmits = ['Principal', 'Evidence', 'ABOUT', 'NAMES'] as const;

/**
 * A workload identity. Entry: `WorkloadIdentityType` merged with the answers of GetWorkloadIdentity and
 * ListTagsForResource.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetWorkloadIdentity.html
 */
export function mapWorkloadIdentity({ entry }: Listed): readonly RecordOf<(typeof identityEmits)[number]>[] {
  const arn = arnOf(required(entry, 'workloadIdentityArn'), 'bedrock-agentcore');
  const tags = tagsOf(entry['tags']);
  const principal = node('Principal', arn.text, {
    name: text(entry, 'name'),
    kind: 'workload-identity',
    system: 'aws',
    tenant: arn.account,
    createdAt: instant(entry, 'createdTime'),
    tags,
  });
  return [principal, ...ownerTagEvidence(ref('Principal', arn.text), tags)];
}

export const providerEmits = ['Credential', 'Evidence', 'STORED_IN', 'ABOUT', 'NAMES'] as const;

type ProviderRecord = RecordOf<(typeof providerEmits)[number]>;

/**
 * An API key that AgentCore Identity hands out. Entry: `ApiKeyCredentialProviderItem` merged with the answers of
 * GetApiKeyCredentialProvider and ListTagsForResource.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetApiKeyCredentialProvider.html
 */
export function mapApiKeyProvider({ entry }: Listed): readonly ProviderRecord[] {
  return providerRecords(entry, 'api-token', 'apiKeySecretArn');
}

/** The OAuth client that AgentCore Identity gets tokens with; as for API keys, with GetOauth2CredentialProvider. */
export function mapOauth2Provider({ entry }: Listed): readonly ProviderRecord[] {
  return providerRecords(entry, 'client-secret', 'clientSecretArn');
}

function providerRecords(entry: Raw, kind: string, secretField: string): ProviderRecord[] {
  const arn = arnOf(required(entry, 'credentialProviderArn'), 'bedrock-agentcore');
  const credential = ref('Credential', arn.text);
  const secret = secretReference(object(entry, secretField)['secretArn']);
  const tags = tagsOf(entry['tags']);
  return [
    node('Credential', arn.text, {
      name: text(entry, 'name'),
      kind,
      system: 'aws',
      tenant: arn.account,
      lifetime: 'long-lived',
      createdAt: instant(entry, 'createdTime'),
      issuer: text(entry, 'credentialProviderVendor'),
      tags,
    }),
    ...(secret === undefined ? [] : [edge('STORED_IN', credential, ref('Resource', secret), {})]),
    ...ownerTagEvidence(credential, tags),
  ];
}
