import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ConnectContext, Connection } from '../../collect/index.ts';
import { KeylineError, messageOf } from '../../lib/errors.ts';
import {
  type AwsClient,
  type AwsCredentials,
  accountCredentials,
  awsClient,
  baseCredentials,
  regionsOf,
} from './client.ts';
import type { AwsAccountConfig, AwsConfig } from './config.ts';
import { givenOf } from './given.ts';

/** Steps that only the organisation's management or delegated account can make. */
export const ORGANIZATION_STEPS = [
  'organizations',
  'organization-policies',
  'identity-center',
  'identity-center-assignments',
  'identity-store',
] as const;

/** One connection per account. Errors: `aws-credentials`, `aws-account` when the credentials belong to another account. */
export async function connect(config: AwsConfig, context: ConnectContext): Promise<readonly Connection<AwsClient>[]> {
  const base = baseCredentials(config, context.env);
  const own = config.accounts.every((account) => account.roleArn !== undefined)
    ? undefined
    : await callerAccount(config, context, base);
  const accounts = config.accounts.length > 0 ? config.accounts : [await soleAccount(config, context, base)];
  const organizationAccount = config.organizationAccount ?? accounts[0]?.id;
  return accounts.map((account) => {
    if (account.roleArn === undefined && own !== undefined && own !== account.id) throw otherAccount(account.id, own);
    const credentials = accountCredentials(account, base, config, context.env);
    const regions = regionsOf(config, context.env, account);
    const client = awsClient({ account: account.id, regions, credentials, config, env: context.env });
    const given: Connection<AwsClient>['given'] = (needed, signal) => givenOf(client, needed, signal);
    const connection = { scope: account.id, client, given, close: client.close };
    return account.id === organizationAccount ? connection : { ...connection, skip: skipped(organizationAccount) };
  });
}

function skipped(organizationAccount: string | undefined): Readonly<Record<string, string>> {
  const reason = `read in the organization account ${organizationAccount ?? ''}`.trim();
  return Object.fromEntries(ORGANIZATION_STEPS.map((id) => [id, reason]));
}

async function soleAccount(
  config: AwsConfig,
  context: ConnectContext,
  base: AwsCredentials,
): Promise<AwsAccountConfig> {
  return { id: await callerAccount(config, context, base) };
}

/** The account that the credentials belong to. Needs no permission. */
async function callerAccount(config: AwsConfig, context: ConnectContext, base: AwsCredentials): Promise<string> {
  const regions = regionsOf(config, context.env);
  const client = awsClient({ account: 'unknown', regions, credentials: base, config, env: context.env });
  try {
    const answer = await client.sdk(STSClient).send(new GetCallerIdentityCommand({}), { abortSignal: context.signal });
    if (answer.Account === undefined) throw new Error('the answer names no account');
    return answer.Account;
  } catch (thrown) {
    throw new KeylineError('aws-credentials', `AWS does not say whose credentials these are: ${messageOf(thrown)}`, {
      hint: 'Set AWS_PROFILE or AWS_ACCESS_KEY_ID, log in with `aws sso login`, or name a profile in the configuration.',
      cause: thrown,
    });
  } finally {
    await client.close();
  }
}

function otherAccount(wanted: string, own: string): KeylineError {
  return new KeylineError('aws-account', `The credentials belong to account ${own}, not to ${wanted}`, {
    hint: `Give account ${wanted} a roleArn to assume.`,
  });
}
