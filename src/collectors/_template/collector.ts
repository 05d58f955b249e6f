import { z } from 'zod';
import { defineCollector, HttpClient, step } from '../../collect/index.ts';
import { inputError } from '../../lib/errors.ts';
import { listed, type TemplateClient } from './client.ts';
import { files } from './files.ts';
import { mapApiKey, mapUser } from './map.ts';

const config = z.strictObject({
  url: z.url().describe('Base address of the API, such as https://api.template.example/v1.'),
  tokenVariable: z.string().default('TEMPLATE_TOKEN').describe('Environment variable that holds the API token.'),
});

export default defineCollector<typeof config, TemplateClient>({
  source: 'template',
  title: 'Template',
  config,
  faith: 'own-stub',
  testedAgainst: 'a stub of ours, shaped by the documentation of the API',
  cannotSee: ['keys that were deleted before the first run'],
  connect: async ({ url, tokenVariable }, { env }) => {
    const token = env[tokenVariable];
    if (token === undefined) {
      throw inputError('template-token', `The environment variable ${tokenVariable} is not set`, {
        source: 'sources.template',
        hint: 'Make a read-only token and put it there.',
      });
    }
    const http = new HttpClient({ baseUrl: url, headers: { authorization: `Bearer ${token}` } });
    return [{ scope: new URL(url).host, client: { http } }];
  },
  steps: [
    step({
      id: 'users',
      title: 'Users',
      mode: 'snapshot',
      emits: ['Principal'],
      permissions: ['users:read'],
      notAvailable: { mfa: 'the API does not tell' },
      fetch: (context) => listed('users', context),
      map: mapUser,
    }),
    step({
      id: 'api-keys',
      title: 'API keys',
      mode: 'snapshot',
      emits: ['Credential', 'AUTHENTICATES_AS'],
      permissions: ['api-keys:read'],
      fetch: (context) => listed('api-keys', context),
      map: mapApiKey,
    }),
  ],
  files,
});
