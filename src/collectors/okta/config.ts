import { z } from 'zod';
import type { ConnectContext } from '../../collect/index.ts';
import { inputError } from '../../lib/errors.ts';
import type { OktaConnection } from './client.ts';

/** Read-only scopes of the live calls. A scope that was not granted to the service app must be taken out of the configuration. */
const DEFAULT_SCOPES = [
  'okta.users.read',
  'okta.groups.read',
  'okta.apps.read',
  'okta.appGrants.read',
  'okta.apiTokens.read',
  'okta.roles.read',
  'okta.logs.read',
] as const;

export const config = z.strictObject({
  orgUrl: z.url().optional().describe('Address of the org, https://acme.okta.com; else OKTA_CLIENT_ORGURL.'),
  clientId: z.string().optional().describe('Client id of an OAuth service app; else OKTA_CLIENT_CLIENTID.'),
  keyId: z.string().optional().describe('`kid` of the service app’s key; else OKTA_CLIENT_KEYID.'),
  privateKeyVariable: z
    .string()
    .default('OKTA_CLIENT_PRIVATEKEY')
    .describe('Environment variable with the private key (PEM or JWK).'),
  tokenVariable: z
    .string()
    .default('OKTA_CLIENT_TOKEN')
    .describe('Environment variable with an API token, where there is no service app.'),
  scopes: z
    .array(z.string())
    .default([...DEFAULT_SCOPES])
    .describe('Scopes to ask for; Okta refuses the token when one is not granted.'),
  logDays: z
    .number()
    .min(0)
    .max(90)
    .default(7)
    .describe('How far back the first read of the System Log goes, in days.'),
  logFilter: z
    .string()
    .optional()
    .describe('System Log filter, such as `eventType sw "app.oauth2"`; without it all events are read.'),
  skip: z.array(z.string()).default([]).describe('Steps not to run, such as `user-grants` (one call per user).'),
});

export type OktaConfig = z.output<typeof config>;

/** How to reach the org. Errors: `okta-org`, `okta-credentials`. */
export function connectionOf(settings: OktaConfig, env: ConnectContext['env']): OktaConnection {
  const orgUrl = settings.orgUrl ?? env['OKTA_CLIENT_ORGURL'];
  if (orgUrl === undefined || !URL.canParse(orgUrl)) {
    throw inputError('okta-org', 'The Okta source does not say which org', {
      source: 'sources.okta.orgUrl',
      hint: 'Give orgUrl, or set OKTA_CLIENT_ORGURL.',
    });
  }
  const { origin, protocol } = new URL(orgUrl);
  if (protocol !== 'https:' && !isLoopback(origin)) {
    throw inputError('okta-org', 'The address of an Okta org must be https', { source: 'sources.okta.orgUrl' });
  }
  const privateKey = env[settings.privateKeyVariable];
  const clientId = settings.clientId ?? env['OKTA_CLIENT_CLIENTID'];
  const token = env[settings.tokenVariable];
  if (privateKey !== undefined && clientId !== undefined) {
    return {
      orgUrl: origin,
      clientId,
      privateKey,
      keyId: settings.keyId ?? env['OKTA_CLIENT_KEYID'],
      scopes: settings.scopes,
    };
  }
  if (token !== undefined) return { orgUrl: origin, token };
  throw inputError('okta-credentials', 'The Okta source has no credentials', {
    source: 'sources.okta',
    hint: `Set ${settings.privateKeyVariable} with a clientId (an OAuth service app), or ${settings.tokenVariable}.`,
  });
}

export function isLoopback(origin: string): boolean {
  return /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(origin);
}
