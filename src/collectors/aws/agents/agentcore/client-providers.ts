import {
  GetApiKeyCredentialProviderCommand,
  GetOauth2CredentialProviderCommand,
  ListApiKeyCredentialProvidersCommand,
  ListOauth2CredentialProvidersCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { Raw } from '../../raw.ts';
import { type AwsFetch, entries, fact } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';
import { readAgentCore, withTags } from './client.ts';

/** The service gives at most 20 providers a page. */
const PROVIDER_PAGE = 20;

export function fetchApiKeyProviders(context: AwsFetch): AsyncIterable<Listed> {
  return readAgentCore(context, (reading) => {
    const { client, place } = reading;
    const providers = entries(context, {
      what: 'bedrock-agentcore:ListApiKeyCredentialProviders',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListApiKeyCredentialProvidersCommand({ nextToken, maxResults: PROVIDER_PAGE }), {
          abortSignal,
        }),
      entries: (page) => page.credentialProviders,
      next: (page) => page.nextToken,
    });
    return context.each(providers, async (summary): Promise<Raw> => {
      const arn = summary.credentialProviderArn;
      const answer = await fact(context, 'bedrock-agentcore:GetApiKeyCredentialProvider', arn ?? '', (abortSignal) =>
        client.send(new GetApiKeyCredentialProviderCommand({ name: summary.name }), { abortSignal }),
      );
      return { ...summary, ...answer, ...(await withTags(reading, arn)) };
    });
  });
}

export function fetchOauth2Providers(context: AwsFetch): AsyncIterable<Listed> {
  return readAgentCore(context, (reading) => {
    const { client, place } = reading;
    const providers = entries(context, {
      what: 'bedrock-agentcore:ListOauth2CredentialProviders',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListOauth2CredentialProvidersCommand({ nextToken, maxResults: PROVIDER_PAGE }), {
          abortSignal,
        }),
      entries: (page) => page.credentialProviders,
      next: (page) => page.nextToken,
    });
    return context.each(providers, async (summary): Promise<Raw> => {
      const arn = summary.credentialProviderArn;
      const answer = await fact(context, 'bedrock-agentcore:GetOauth2CredentialProvider', arn ?? '', (abortSignal) =>
        client.send(new GetOauth2CredentialProviderCommand({ name: summary.name }), { abortSignal }),
      );
      return { ...summary, ...answer, ...(await withTags(reading, arn)) };
    });
  });
}
