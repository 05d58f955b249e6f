import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { digestsConfig } from './config-digests.ts';
import { riskConfig } from './config-risk.ts';
import {
  auditConfig,
  authConfig,
  graphqlConfig,
  httpConfig,
  outboundConfig,
  telemetryConfig,
} from './config-security.ts';
import { findingsConfig, signalsConfig } from './config-signals.ts';
import { inputError, messageOf } from './errors.ts';

const schedule = z.strictObject({
  cron: z.string().describe('Cron expression with five or six fields.'),
  timezone: z.string().default('UTC').describe('IANA time zone the expression is read in.'),
});

const reportTarget = z.strictObject({
  id: z.string().default('orphan-owners').describe('The report.'),
  schedule: schedule.optional(),
  folder: z.string().optional().describe('Folder the files go to.'),
  webhook: z.url().optional().describe('URL that gets the JSON report.'),
  slack: z.url().optional().describe('Slack incoming-webhook URL that gets a summary.'),
});

const configSchema = z.strictObject({
  sources: z
    .array(z.looseObject({ type: z.string().describe('Source id, such as `aws`.'), schedule: schedule.optional() }))
    .default([])
    .describe('The sources to collect.'),
  import: z.array(z.string()).default([]).describe('Files and folders to import at start.'),
  reports: z.array(reportTarget).default([]).describe('Reports made on schedule.'),
  digests: digestsConfig.describe('What people have to look after, sent to them on schedule.'),
  findings: findingsConfig,
  risk: riskConfig.describe('Weights of the risk score.'),
  signals: signalsConfig,
  http: httpConfig,
  auth: authConfig,
  graphql: graphqlConfig,
  audit: auditConfig,
  telemetry: telemetryConfig,
  outbound: outboundConfig,
});

export type KeylineConfig = z.infer<typeof configSchema>;
export type AuthConfig = KeylineConfig['auth'];
export type SourceConfig = KeylineConfig['sources'][number];

/**
 * Reads `KEYLINE_CONFIG` (default `keyline.config.yaml`). A default file that is not there is an empty configuration; a named
 * one that is missing is an error. `${NAME}` in a value stands for the environment variable. Errors: `config`.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): KeylineConfig {
  const named = env['KEYLINE_CONFIG'];
  const path = named ?? 'keyline.config.yaml';
  if (!existsSync(path)) {
    if (named !== undefined) throw inputError('config', `There is no configuration file ${path}`, { source: path });
    return standardConfig();
  }
  return configOf(withVariables(parseFile(path), env, path) ?? {}, path);
}

/** A configuration from what stands in its file. `source`: named in errors. Errors: `config`. */
export function configOf(given: unknown, source: string): KeylineConfig {
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw inputError('config', `The configuration does not fit: ${z.prettifyError(parsed.error)}`, { source });
}

/** The configuration of nothing configured. */
export function standardConfig(): KeylineConfig {
  return configSchema.parse({});
}

function parseFile(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw inputError('config', `The configuration is not YAML: ${messageOf(cause).split('\n')[0]}`, {
      source: path,
      cause,
    });
  }
}

function withVariables(value: unknown, env: Readonly<Record<string, string | undefined>>, path: string): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => variable(name, env, path));
  if (Array.isArray(value)) return value.map((one) => withVariables(one, env, path));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withVariables(one, env, path)]));
}

function variable(name: string, env: Readonly<Record<string, string | undefined>>, path: string): string {
  const value = env[name];
  if (value === undefined) throw inputError('config', `The environment variable ${name} is not set`, { source: path });
  return value;
}
