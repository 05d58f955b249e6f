import { z } from 'zod';
import { type ConnectContext, type Connection, defineCollector } from '../../collect/index.ts';
import { inputError } from '../../lib/errors.ts';
import { VaultClient } from './client.ts';
import { files } from './files.ts';
import { givenOf } from './given.ts';
import { steps } from './steps.ts';

const config = z.strictObject({
  address: z.url().optional().describe('Address of the server; `VAULT_ADDR` when it is not given.'),
  tokenVariable: z.string().default('VAULT_TOKEN').describe('Environment variable that holds the reading token.'),
  accessorTokenVariable: z
    .string()
    .default('VAULT_ACCESSOR_TOKEN')
    .describe('Environment variable that holds the second token, which may list and look up accessors.'),
  namespaces: z
    .array(z.string().min(1))
    .default([])
    .describe('Namespaces to read besides the one the token lives in (Enterprise, HCP).'),
  lookupsPerSecond: z.int().min(1).max(200).default(20).describe('Look-ups of accessors a second.'),
});

async function connect(
  settings: z.output<typeof config>,
  { env }: ConnectContext,
): Promise<readonly Connection<VaultClient>[]> {
  const address = settings.address ?? env['VAULT_ADDR'];
  const token = env[settings.tokenVariable];
  if (address === undefined || address === '')
    throw inputError('vault-no-address', 'No address of the Vault server is configured', {
      hint: 'Set `address` or the environment variable VAULT_ADDR.',
    });
  if (token === undefined || token === '')
    throw inputError('vault-no-token', `The environment variable ${settings.tokenVariable} holds no Vault token`);
  const accessorToken = env[settings.accessorTokenVariable];
  const { hostname } = new URL(address);
  const { lookupsPerSecond } = settings;
  return [undefined, ...settings.namespaces].map((namespace) => {
    const client = new VaultClient({ address, token, accessorToken, namespace, lookupsPerSecond });
    return {
      scope: namespace === undefined ? hostname : `${hostname}/${namespace.replaceAll(/^\/+|\/+$/g, '')}`,
      client,
      skip: {
        audit: 'an audit device writes a file on its server: import it',
        ...(accessorToken === undefined || accessorToken === ''
          ? { 'token-accessors': `no second token in ${settings.accessorTokenVariable}` }
          : {}),
      },
      given: (needed, signal) => givenOf(client, needed, signal),
    };
  });
}

export default defineCollector({
  source: 'vault',
  title: 'HashiCorp Vault and OpenBao',
  config,
  faith: 'own-stub',
  testedAgainst:
    'a stub of our own with the documented answers; the same tests run against a real server where VAULT_ADDR names one or a container engine is present',
  cannotSee: [
    'when a token was last used: Vault does not keep it',
    'batch tokens, which have no accessor',
    'which token an audit event belongs to, unless the device writes accessors in clear',
    'the exact access of a token with several policies: each policy’s grants are shown, their interplay is computed later',
    'Sentinel policies, control groups and MFA other than as a condition',
    'what a secret holds, unless its custom metadata says so',
  ],
  connect,
  steps,
  files,
});
