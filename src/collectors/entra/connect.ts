import {
  ClientCertificateCredential,
  ClientSecretCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import type { ConnectContext, Connection } from '../../collect/index.ts';
import { inputError } from '../../lib/errors.ts';
import { EntraClient } from './client.ts';
import type { EntraConfig } from './config.ts';
import { givenOf } from './given.ts';

/** One tenant per configuration entry. Nothing is called yet. Errors: `entra-config`. */
export function connect(config: EntraConfig, context: ConnectContext): Promise<readonly Connection<EntraClient>[]> {
  const tenant = setting(config.tenantId, context.env, 'AZURE_TENANT_ID', 'tenantId').toLowerCase();
  const credential = credentialFor(config, tenant, context.env);
  const { signInActivity, leaveDates, eventDays } = config;
  const client = new EntraClient(config.baseUrl, credential, { signInActivity, leaveDates, eventDays });
  return Promise.resolve([
    { scope: tenant, client, skip: skipped(config), given: (needed) => givenOf(client, needed) },
  ]);
}

const MICROSOFT = /\.(microsoftonline\.(com|us)|microsoftonline\.cn|chinacloudapi\.cn)\/?$/;

/** A certificate or federation is preferred to a secret. */
function credentialFor(config: EntraConfig, tenant: string, env: ConnectContext['env']): TokenCredential {
  const clientId = setting(config.clientId, env, 'AZURE_CLIENT_ID', 'clientId');
  const authorityHost = config.authorityHost ?? env['AZURE_AUTHORITY_HOST'];
  const options = {
    // Retry belongs to the engine.
    retryOptions: { maxRetries: 0 },
    ...(authorityHost === undefined ? {} : { authorityHost, disableInstanceDiscovery: !MICROSOFT.test(authorityHost) }),
  };
  const certificatePath = config.certificatePath ?? env['AZURE_CLIENT_CERTIFICATE_PATH'];
  if (certificatePath !== undefined)
    return new ClientCertificateCredential(tenant, clientId, { certificatePath }, options);
  const tokenFilePath = config.federatedTokenFile ?? env['AZURE_FEDERATED_TOKEN_FILE'];
  if (tokenFilePath !== undefined)
    return new WorkloadIdentityCredential({ ...options, tenantId: tenant, clientId, tokenFilePath });
  const secret = env[config.secretVariable];
  if (secret === undefined || secret === '') {
    throw inputError('entra-config', 'There is no credential to sign in to Entra ID with', {
      hint: `Set certificatePath, federatedTokenFile, or the environment variable ${config.secretVariable}.`,
    });
  }
  return new ClientSecretCredential(tenant, clientId, secret, options);
}

function setting(value: string | undefined, env: ConnectContext['env'], variable: string, field: string): string {
  const found = value ?? env[variable];
  if (found !== undefined && found !== '') return found;
  throw inputError('entra-config', `The source entra has no ${field}`, {
    hint: `Set ${field} in its configuration, or the environment variable ${variable}.`,
  });
}

/** Steps that the configuration switches off, with the reason. */
function skipped(config: EntraConfig): Record<string, string> {
  const off = (ids: readonly string[], reason: string): [string, string][] => ids.map((id) => [id, reason]);
  return Object.fromEntries([
    ...(config.agentIdentities
      ? []
      : off(
          [
            'agent-identity-blueprints',
            'agent-identity-blueprint-principals',
            'agent-identities',
            'agent-identity-sponsors',
          ],
          'agent identities are switched off (agentIdentities)',
        )),
    ...(config.signInActivity && config.beta
      ? []
      : off(['service-principal-activity', 'credential-activity'], 'usage reports are switched off')),
    ...(config.beta ? [] : off(['sign-ins'], 'beta calls are switched off (beta)')),
  ]);
}
