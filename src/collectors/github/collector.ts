import { z } from 'zod';
import { type ConnectContext, type Connection, defineCollector } from '../../collect/index.ts';
import { authFor } from './auth.ts';
import { GithubClient } from './client.ts';
import { files } from './files.ts';
import { steps } from './steps.ts';

const config = z.strictObject({
  organisations: z.array(z.string().min(1)).min(1).describe('Logins of the organisations to read.'),
  baseUrl: z
    .url()
    .default('https://api.github.com')
    .describe('Address of the REST API; `https://HOST/api/v3` for GitHub Enterprise Server.'),
  tokenVariable: z
    .string()
    .default('GITHUB_TOKEN')
    .describe('Environment variable that holds a token, when no App is configured.'),
  app: z
    .strictObject({
      appId: z.string().describe('Id or client id of the GitHub App.'),
      privateKeyFile: z.string().describe('Path of the App’s private key (PEM).'),
      installationId: z
        .int()
        .optional()
        .describe('Id of the installation; looked up for each organisation when it is not given.'),
    })
    .optional()
    .describe('Read as a GitHub App, which alone may list fine-grained tokens.'),
  auditDays: z.int().min(1).max(180).default(30).describe('Days back that the first audit-log run reads.'),
});

async function connect(
  settings: z.output<typeof config>,
  { env }: ConnectContext,
): Promise<readonly Connection<GithubClient>[]> {
  const { baseUrl, auditDays } = settings;
  const connections: Connection<GithubClient>[] = [];
  for (const org of settings.organisations) {
    const auth = await authFor(org, settings, env);
    connections.push({ scope: org.toLowerCase(), client: new GithubClient({ baseUrl, org, auth, auditDays }) });
  }
  return connections;
}

export default defineCollector({
  source: 'github',
  title: 'GitHub',
  config,
  faith: 'vendor-schema',
  testedAgainst:
    'a server whose answers are the examples of GitHub’s own OpenAPI document (github-api-simulator), GraphQL queries run against GitHub’s schema, and a stub of our own for paging, limits and refusals; never github.com itself',
  cannotSee: [
    'classic tokens of an organisation without SAML single sign-on',
    'which repositories an App was given when they are selected',
    'reads of secrets, and Git events older than 7 days',
    'what a custom role allows when its flags are not in the answer',
    'requests for fine-grained tokens, and tokens that were never granted access to the organisation',
    'OAuth apps, other than by their events and single sign-on authorisations',
  ],
  connect,
  steps,
  files,
});
