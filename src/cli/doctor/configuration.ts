import { existsSync } from 'node:fs';
import { validate } from 'node-cron';
import { type KeylineConfig, readConfig } from '../../lib/config.ts';
import { destinationsOf, findReport } from '../../report/index.ts';
import { type Check, failed } from './check.ts';

export interface CheckedConfiguration {
  /** Absent when it cannot be read. */
  readonly config: KeylineConfig | undefined;
  readonly checks: readonly Check[];
}

/** The configuration file, and what it names besides sources: files, schedules, reports. */
export function checkConfiguration(env: NodeJS.ProcessEnv): CheckedConfiguration {
  try {
    const config = readConfig(env);
    const bad = [...files(config), ...schedules(config), ...reports(config)];
    return { config, checks: [summary(config), ...bad] };
  } catch (thrown) {
    return { config: undefined, checks: [failed('configuration', 'file', thrown)] };
  }
}

function summary({ sources, import: paths, reports: targets }: KeylineConfig): Check {
  const check = { area: 'configuration', name: 'file', status: 'ok' } as const;
  if (sources.length + paths.length === 0)
    return {
      ...check,
      says: 'no source is configured: the demo company is loaded',
      hint: 'Add sources under `sources:`.',
    };
  return { ...check, says: `${sources.length} sources, ${paths.length} paths to import, ${targets.length} reports` };
}

function files(config: KeylineConfig): Check[] {
  return config.import
    .filter((path) => !existsSync(path))
    .map((path) => ({ area: 'configuration', name: 'import', status: 'fail', says: `there is no ${path}` }));
}

function schedules(config: KeylineConfig): Check[] {
  const named = [
    ...config.sources.map(({ type, schedule }) => ({ name: type, schedule })),
    ...config.reports.map(({ id, schedule }) => ({ name: id, schedule })),
  ];
  return named.flatMap(({ name, schedule }) => {
    if (schedule === undefined) return [];
    const check = { area: 'configuration', name: `schedule of ${name}`, status: 'fail' } as const;
    if (!validate(schedule.cron)) return [{ ...check, says: `"${schedule.cron}" is not a cron expression` }];
    return isZone(schedule.timezone) ? [] : [{ ...check, says: `"${schedule.timezone}" is not a time zone` }];
  });
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function reports(config: KeylineConfig): Check[] {
  return config.reports.flatMap((target) => {
    try {
      findReport(target.id);
      destinationsOf(target);
      return [];
    } catch (thrown) {
      return [failed('configuration', `report ${target.id}`, thrown)];
    }
  });
}
