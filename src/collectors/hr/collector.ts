import { z } from 'zod';
import { defineCollector, type FetchContext, type Problem, step } from '../../collect/index.ts';
import { inputError } from '../../lib/errors.ts';
import { type HrClient, openFiles, scimUsers } from './client.ts';
import { DEFAULT_TENANT, files } from './files.ts';
import { mapTeam, mapWorker } from './map.ts';
import { mapScimUser } from './map-scim.ts';
import type { Read } from './rows.ts';
import type { ScimUser } from './scim.ts';
import { readTeams, type TeamRaw } from './teams.ts';
import { readWorkers, type WorkerRaw } from './workers.ts';

const columns = z.record(z.string(), z.string());

const config = z.strictObject({
  tenant: z
    .string()
    .min(1)
    .default(DEFAULT_TENANT)
    .describe('Names the HR system in keys; only needed where there are several.'),
  workers: z
    .array(z.string())
    .default([])
    .describe('Paths of workers files (CSV, also .gz), terminated workers included.'),
  teams: z
    .array(z.string())
    .default([])
    .describe('Paths of teams files (CSV): name, status, dissolved_at, manager_id.'),
  columns: columns.optional().describe('Field → column name of the workers files, where the header uses other words.'),
  teamColumns: columns.optional().describe('Field → column name of the teams files.'),
  dateOrder: z
    .enum(['dmy', 'mdy'])
    .optional()
    .describe('How 03/04/2026 is to be read; without it such dates are refused.'),
  scim: z
    .strictObject({
      url: z.url().describe('Base address of the SCIM 2.0 service, such as https://hr.example.com/scim/v2.'),
      tokenVariable: z.string().default('HR_SCIM_TOKEN').describe('Environment variable that holds the bearer token.'),
      pageSize: z.int().min(1).max(1000).default(200).describe('Users a page.'),
    })
    .optional()
    .describe('A live SCIM 2.0 service to read users from.'),
});

async function* taken<T>(items: AsyncIterable<Read<T>>, problem: (problem: Problem) => void): AsyncGenerator<T> {
  for await (const one of items) {
    if ('problem' in one) problem(one.problem);
    else yield one.raw;
  }
}

async function* fetchWorkers(context: FetchContext<HrClient>): AsyncGenerator<WorkerRaw> {
  const { client } = context;
  const opened = await openFiles(client.workers, context);
  yield* taken(readWorkers(opened, { columns: client.workerColumns, dateOrder: client.dateOrder }), context.problem);
}

async function* fetchTeams(context: FetchContext<HrClient>): AsyncGenerator<TeamRaw> {
  const { client } = context;
  const workers = await openFiles(client.workers, context);
  const options = { columns: client.teamColumns, workerColumns: client.workerColumns, dateOrder: client.dateOrder };
  for (const file of await openFiles(client.teams, context)) {
    yield* taken(readTeams(file, workers, options), context.problem);
  }
}

async function* fetchScim(context: FetchContext<HrClient>): AsyncGenerator<ScimUser> {
  if (context.client.scim !== undefined) yield* scimUsers(context, context.client.scim);
}

/** Steps whose input is not configured. */
function skipped(client: HrClient): Record<string, string> {
  return {
    ...(client.workers.length === 0 ? { workers: 'no workers files are configured' } : {}),
    ...(client.teams.length === 0 ? { teams: 'no teams files are configured' } : {}),
    ...(client.scim === undefined ? { 'scim-users': 'no SCIM service is configured' } : {}),
  };
}

export default defineCollector({
  source: 'hr',
  title: 'HR (CSV, SCIM 2.0)',
  config,
  faith: 'own-stub',
  testedAgainst:
    'our own CSV files, and our own SCIM stub and files shaped by RFC 7643 and RFC 7644; no HR product was available to test against',
  cannotSee: [
    'workers the export leaves out: many reports hold active workers only, which hides departed owners',
    'changes between two exports, and who was manager earlier',
    'from SCIM: dismissal (`active: false` only means suspended), unless an extension carries the last day',
  ],
  connect: async (settings, { env }) => {
    const { scim } = settings;
    if (settings.workers.length + settings.teams.length === 0 && scim === undefined) {
      throw inputError('hr-nothing', 'The HR source names nothing to read', {
        source: 'sources.hr',
        hint: 'Give `workers`, `teams` or `scim`.',
      });
    }
    const client: HrClient = {
      workers: settings.workers,
      teams: settings.teams,
      workerColumns: settings.columns,
      teamColumns: settings.teamColumns,
      dateOrder: settings.dateOrder,
      scim: scim === undefined ? undefined : { url: scim.url, token: env[scim.tokenVariable], pageSize: scim.pageSize },
    };
    return [{ scope: settings.tenant, client, skip: skipped(client) }];
  },
  steps: [
    step({
      id: 'workers',
      title: 'Workers, managers and sponsors (CSV)',
      mode: 'snapshot',
      emits: ['Principal', 'Team', 'MEMBER_OF', 'REPORTS_TO', 'SPONSORED_BY'],
      permissions: ['read access to the files'],
      notAvailable: { lastUsedAt: 'HR knows no logins', mfa: 'HR knows no logins' },
      fetch: fetchWorkers,
      map: mapWorker,
    }),
    step({
      id: 'teams',
      title: 'Teams, dissolved ones included (CSV)',
      mode: 'snapshot',
      emits: ['Team', 'MEMBER_OF'],
      permissions: ['read access to the files'],
      fetch: fetchTeams,
      map: mapTeam,
    }),
    step({
      id: 'scim-users',
      title: 'SCIM 2.0 users',
      mode: 'snapshot',
      emits: ['Principal', 'Team', 'MEMBER_OF', 'REPORTS_TO'],
      permissions: ['a bearer token that may GET /Users'],
      notAvailable: {
        departedAt: 'SCIM has no last day; read from an extension where one carries it',
        lastUsedAt: 'not in SCIM',
      },
      fetch: fetchScim,
      map: mapScimUser,
    }),
  ],
  files,
});
