import {
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
} from '@aws-sdk/client-iam';
import { type FetchContext, type MapContext, step } from '../../../collect/index.ts';
import { toInstant } from '../../../lib/clock.ts';
import { node, type RecordOf, ref } from '../../../schema/index.ts';
import type { AwsClient } from '../client.ts';
import { type AwsTag, accountOf, awsTags } from '../keys.ts';
import { ownerTagEvidence } from '../owner-tags.ts';
import { objects, type Raw, required, text, texts } from '../raw.ts';

const EMITS = ['Principal', 'Evidence', 'ABOUT', 'NAMES'] as const;
type ProviderRecord = RecordOf<(typeof EMITS)[number]>;

/** Whose tokens the account accepts. Which role trusts which subject stands in the role's trust policy. */
export const oidcProviders = step<AwsClient, Raw, (typeof EMITS)[number]>({
  id: 'oidc-providers',
  title: 'OpenID Connect providers',
  mode: 'snapshot',
  emits: EMITS,
  permissions: ['iam:ListOpenIDConnectProviders', 'iam:GetOpenIDConnectProvider'],
  fetch: fetchOidc,
  map: mapOidcProvider,
});

export const samlProviders = step<AwsClient, Raw, (typeof EMITS)[number]>({
  id: 'saml-providers',
  title: 'SAML providers',
  mode: 'snapshot',
  emits: EMITS,
  permissions: ['iam:ListSAMLProviders', 'iam:GetSAMLProvider'],
  fetch: fetchSaml,
  map: mapSamlProvider,
});

async function* fetchOidc(context: FetchContext<AwsClient>): AsyncGenerator<Raw> {
  const iam = context.client.sdk(IAMClient);
  const list = await context.attempt('iam:ListOpenIDConnectProviders', (abortSignal) =>
    iam.send(new ListOpenIDConnectProvidersCommand({}), { abortSignal }),
  );
  yield* context.each(list?.OpenIDConnectProviderList ?? [], async (listed): Promise<Raw> => {
    const OpenIDConnectProviderArn = listed.Arn;
    const found = await context.attempt(
      'iam:GetOpenIDConnectProvider',
      (abortSignal) => iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }), { abortSignal }),
      listed.Arn,
    );
    return { ...found, ...listed };
  });
}

async function* fetchSaml(context: FetchContext<AwsClient>): AsyncGenerator<Raw> {
  const iam = context.client.sdk(IAMClient);
  const list = await context.attempt('iam:ListSAMLProviders', (abortSignal) =>
    iam.send(new ListSAMLProvidersCommand({}), { abortSignal }),
  );
  yield* context.each(list?.SAMLProviderList ?? [], async (listed): Promise<Raw> => {
    const SAMLProviderArn = listed.Arn;
    const found = await context.attempt(
      'iam:GetSAMLProvider',
      (abortSignal) => iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }), { abortSignal }),
      listed.Arn,
    );
    return { ...found, ...listed };
  });
}

/** The issuer is the ARN's resource: `…:oidc-provider/token.actions.githubusercontent.com`. */
export function mapOidcProvider(raw: Raw, context: MapContext): readonly ProviderRecord[] {
  const arn = required(raw, 'Arn');
  const issuer = arn.slice(arn.indexOf('oidc-provider/') + 'oidc-provider/'.length);
  return provider(raw, context, 'oidc-provider', issuer, [
    `issuer=${issuer}`,
    ...texts(raw, 'ClientIDList').map((client) => `audience=${client}`),
  ]);
}

export function mapSamlProvider(raw: Raw, context: MapContext): readonly ProviderRecord[] {
  const arn = required(raw, 'Arn');
  const issuer = entityId(text(raw, 'SAMLMetadataDocument'));
  const attributes = issuer === undefined ? undefined : [`issuer=${issuer}`];
  return provider(raw, context, 'saml-provider', arn.slice(arn.lastIndexOf('/') + 1), attributes);
}

function provider(
  raw: Raw,
  context: MapContext,
  kind: 'oidc-provider' | 'saml-provider',
  name: string,
  attributes: readonly string[] | undefined,
): ProviderRecord[] {
  const arn = required(raw, 'Arn');
  const tags = awsTags(objects(raw, 'Tags') as readonly AwsTag[]);
  const principal = node('Principal', arn, {
    name,
    kind,
    system: 'aws',
    tenant: accountOf(arn) ?? context.scope,
    createdAt: toInstant(raw['CreateDate']),
    attributes,
    tags,
  });
  return [principal, ...ownerTagEvidence(ref('Principal', arn), tags)];
}

/** The issuer's name in its metadata (SAML 2.0 metadata, `EntityDescriptor/@entityID`). */
function entityId(metadata: string | undefined): string | undefined {
  return /<(?:\w+:)?EntityDescriptor\b[^>]*\bentityID\s*=\s*["']([^"']{1,1024})["']/.exec(metadata ?? '')?.[1];
}
