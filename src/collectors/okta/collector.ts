import { defineCollector } from '../../collect/index.ts';
import { config, connectionOf } from './config.ts';
import { files } from './files.ts';
import { givenOf } from './given.ts';
import { steps } from './steps/index.ts';

/** Steps that need a licence of their own, with the scope that opens them. */
const LICENSED: Readonly<Record<string, string>> = {
  'api-services': 'okta.oauthIntegrations.read',
  'ai-agents': 'okta.aiAgents.read',
  'ai-agent-keys': 'okta.aiAgents.read',
  'ai-agent-connections': 'okta.aiAgents.read',
  'ai-agent-owners': 'okta.governance.resourceOwner.read',
  'service-accounts': 'okta.serviceAccounts.read',
};

export default defineCollector({
  source: 'okta',
  title: 'Okta',
  config,
  faith: 'emulator',
  testedAgainst:
    'users, groups and apps: the emulator `emulate` 0.12.2; System Log: Prism on Okta’s own OpenAPI (@okta/openapi 2.15.0); everything else and all paging, rate limits and refusals: our own stub, shaped by the types of @okta/okta-sdk-nodejs 8.1.0; no Okta org was available',
  cannotSee: [
    'client secrets’ age and the list of an app’s several secrets: that call can return their values and is not made',
    'what a user may do inside an app',
    'second factors, devices and sessions of users',
    'administrator roles given to groups, other than through their members',
    'System Log events older than 90 days',
  ],
  connect: async (settings, { env }) => {
    const connection = connectionOf(settings, env);
    const unscoped =
      connection.privateKey === undefined
        ? []
        : Object.entries(LICENSED).filter(([, scope]) => !settings.scopes.includes(scope));
    const skip = {
      ...Object.fromEntries(
        unscoped.map(([id, scope]) => [id, `the scope ${scope} is not among the configured scopes`]),
      ),
      ...Object.fromEntries(settings.skip.map((id) => [id, 'left out by the configuration'])),
    };
    // The vendor's SDK takes a second and 100 MB: only those who have an Okta pay for it.
    const { OktaClient } = await import('./client.ts');
    const api = new OktaClient(connection);
    const client = { api, logDays: settings.logDays, logFilter: settings.logFilter };
    return [{ scope: new URL(connection.orgUrl).host, client, skip, given: (needed) => givenOf(api, needed) }];
  },
  steps,
  files,
});
