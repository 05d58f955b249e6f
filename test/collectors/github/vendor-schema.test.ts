import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulation } from '@simulacrum/github-api-simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GithubClient } from '../../../src/collectors/github/client.ts';
import github from '../../../src/collectors/github/collector.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { brief, run } from './support.ts';

const ORG = 'umbra-9';
const SPEC = createRequire(import.meta.url).resolve('@octokit/openapi/generated/ghec.json');
const USED =
  /^\/orgs\/\{org\}(\/(outside_collaborators|teams.*|repos|installations|installation|personal-access-tokens.*|credential-authorizations|actions\/secrets|agents\/secrets|dependabot\/secrets|codespaces\/secrets|actions\/oidc\/customization\/sub|copilot\/.*|audit-log))?$|^\/repos\/\{owner\}\/\{repo\}\/(keys|collaborators|environments.*|(actions|agents|dependabot|codespaces)\/secrets|actions\/oidc\/customization\/sub)$|access_tokens$/;

interface Spec {
  paths: Record<string, unknown>;
}

/** GitHub’s document cut to the calls we make, without what the simulator’s validator cannot take. */
async function cutSpec(): Promise<string> {
  const spec = JSON.parse(await readFile(SPEC, 'utf8'), (_key, value: unknown) => tame(value)) as Spec;
  spec.paths = Object.fromEntries(Object.entries(spec.paths).filter(([path]) => USED.test(path)));
  return JSON.stringify(spec);
}

function tame(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const bag = value as Record<string, unknown>;
  if (typeof bag['$ref'] === 'string' && bag['$ref'].endsWith('.yaml')) return {};
  if (bag['nullable'] === true && bag['type'] === undefined) delete bag['nullable'];
  return value;
}

type Running = Awaited<ReturnType<ReturnType<typeof simulation>['listen']>>;
let server: Running;
let folder: string;
let baseUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyline-github-'));
  const apiSchema = join(folder, 'ghec.json');
  await writeFile(apiSchema, await cutSpec());
  const initialState = {
    users: [{ login: 'zz-Top', organizations: [ORG] }],
    organizations: [{ login: ORG }],
    repositories: [{ owner: ORG, name: 'Kiln.Ash_07' }],
    branches: [],
    blobs: [],
  };
  server = await simulation({ apiSchema, initialState }).listen({ port: 0, host: '127.0.0.1' });
  baseUrl = `http://127.0.0.1:${server.port}`;
}, 60_000);

afterAll(async () => {
  await server?.ensureClose();
  await rm(folder, { recursive: true, force: true });
});

/** Steps over REST, and what must come out of the examples in GitHub’s document. */
const EXPECTED: Readonly<Record<string, string>> = {
  'outside-collaborators': 'Principal github:umbra-9:user:octocat',
  teams: 'Principal github:umbra-9:team:justice-league',
  'team-members': 'github:umbra-9:user:octocat -MEMBER_OF-> github:umbra-9:team:justice-league',
  'team-repositories': 'github:umbra-9:team:justice-league -CAN-> github.com/umbra-9/hello-world',
  repositories: 'github.com/umbra-9 -CONTAINS-> github.com/umbra-9/kiln.ash_07',
  organisation: 'github:umbra-9:group:members -CAN-> github.com/umbra-9',
  collaborators: 'github:umbra-9:user:octocat -CAN-> github.com/umbra-9/kiln.ash_07',
  installations: 'github:umbra-9:app-token:25381 -AUTHENTICATES_AS-> github:umbra-9:installation:25381',
  'fine-grained-tokens': 'github:umbra-9:pat:98716 -AUTHENTICATES_AS-> github:umbra-9:user:octocat',
  'classic-tokens': 'github:umbra-9:pat:12345678 -GRANTED_ON-> github.com/umbra-9',
  'deploy-keys': 'github:umbra-9:deploy-key:1 -GRANTED_ON-> github.com/umbra-9/kiln.ash_07',
  'actions-secrets': 'Resource github:umbra-9:actions-secret:DEPLOY_TOKEN',
  'agents-secrets': 'Resource github:umbra-9:agent-secret:DEPLOY_TOKEN',
  'dependabot-secrets': 'Resource github:umbra-9:dependabot-secret:MY_ARTIFACTORY_PASSWORD',
  'codespaces-secrets': 'Resource github:umbra-9:codespaces-secret:GH_TOKEN',
  'repository-actions-secrets': 'Resource github:umbra-9:actions-secret:kiln.ash_07/GH_TOKEN',
  'repository-agents-secrets': 'Resource github:umbra-9:agent-secret:kiln.ash_07/GH_TOKEN',
  'repository-dependabot-secrets': 'Resource github:umbra-9:dependabot-secret:kiln.ash_07/MY_ARTIFACTORY_PASSWORD',
  'repository-codespaces-secrets': 'Resource github:umbra-9:codespaces-secret:kiln.ash_07/GH_TOKEN',
  'environment-secrets': 'Resource github:umbra-9:actions-secret:kiln.ash_07/staging/GH_TOKEN',
  'copilot-seats': 'github:umbra-9:agent:copilot/octokitten -RUNS_AS-> github:umbra-9:user:octokitten',
  'cloud-agent': 'github:umbra-9:app:copilot-cloud-agent -CAN-> github.com/umbra-9',
  'oidc-subject-customisation': 'Principal oidc:token.actions.githubusercontent.com:repo:umbra-9/*',
  'repository-oidc-subjects': 'Principal oidc:token.actions.githubusercontent.com:repo:umbra-9/Kiln.Ash_07:*',
  'audit-log': 'github:team.add_member xJJFlFOhQ6b-5vaAFy9Rjw',
};

test.each(Object.entries(EXPECTED))('%s reads the answer of GitHub’s document', async (step, expected) => {
  const { outcome, records } = await run(baseUrl, step, ORG);
  expect(outcome.problems).toEqual([]);
  expect(outcome.status).toBe('complete');
  expect(brief(records)).toContain(expected);
});

test('as an App the collector finds its installation and asks for tokens itself', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKeyFile = join(folder, 'app.pem');
  await writeFile(privateKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const settings = github.config.parse({
    organisations: ['Umbra-9'],
    baseUrl,
    app: { appId: '1337', privateKeyFile, installationId: 2 },
  });
  const context = { signal: AbortSignal.timeout(10_000), log: createLogger({ level: 'silent' }), env: {} };
  const [connection] = await github.connect(settings, context);
  const client = connection?.client as GithubClient;
  expect(connection?.scope).toBe('umbra-9');
  const page = await client.page('/orgs/umbra-9/teams', undefined, context.signal);
  expect(page.items).toHaveLength(1);
});

test('without a token the operator is told which variable to set', async () => {
  const context = { signal: AbortSignal.timeout(1_000), log: createLogger({ level: 'silent' }), env: {} };
  const settings = github.config.parse({ organisations: ['x'] });
  await expect(github.connect(settings, context)).rejects.toMatchObject({ code: 'github-no-token' });
});
