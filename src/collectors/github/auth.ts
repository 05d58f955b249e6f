import { readFile } from 'node:fs/promises';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { inputError } from '../../lib/errors.ts';
import type { AppAuth, GithubClientOptions } from './client.ts';

export interface AppSettings {
  readonly appId: string;
  readonly privateKeyFile: string;
  readonly installationId?: number | undefined;
}

/**
 * How the organisation is spoken to: as the App's installation when an App is configured, else with the token of the
 * environment variable. Errors: `github-no-token`, `github-app-key`.
 */
export async function authFor(
  org: string,
  settings: { readonly baseUrl: string; readonly tokenVariable: string; readonly app?: AppSettings | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Promise<GithubClientOptions['auth']> {
  if (settings.app !== undefined) return { app: await appAuth(org, settings.baseUrl, settings.app) };
  const token = env[settings.tokenVariable];
  if (token === undefined || token === '') {
    throw inputError('github-no-token', `The environment variable ${settings.tokenVariable} holds no GitHub token`, {
      hint: 'Set it, or configure a GitHub App under `app`.',
    });
  }
  return { token };
}

async function appAuth(org: string, baseUrl: string, app: AppSettings): Promise<AppAuth> {
  const privateKey = await readFile(app.privateKeyFile, 'utf8').catch((cause: unknown) => {
    throw inputError('github-app-key', 'The private key of the GitHub App cannot be read', {
      source: app.privateKeyFile,
      cause,
    });
  });
  const credentials = { appId: app.appId, privateKey };
  const installationId = app.installationId ?? (await installationOf(org, baseUrl, credentials));
  return { authStrategy: createAppAuth, auth: { ...credentials, installationId } };
}

async function installationOf(
  org: string,
  baseUrl: string,
  auth: { readonly appId: string; readonly privateKey: string },
): Promise<number> {
  const octokit = new Octokit({ authStrategy: createAppAuth, auth, baseUrl });
  const { data } = await octokit.rest.apps.getOrgInstallation({ org });
  return data.id;
}
