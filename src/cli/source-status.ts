import type { AnyCollector, TestFaith } from '../collect/index.ts';
import type { SourceConfig } from '../lib/config.ts';
import type { StepCoverage } from '../queries/index.ts';

/** A source that is configured or has been seen, with what is known about how far it can be believed. */
export interface SourceStatus {
  readonly source: string;
  readonly title: string;
  readonly configured: boolean;
  /** Cron expressions of its entries, each with its time zone. */
  readonly schedules: readonly string[];
  readonly scopes: readonly ScopeStatus[];
  /** What its tests ran against; absent for a source that only sends records. */
  readonly faith: TestFaith | undefined;
  readonly testedAgainst: string | undefined;
  readonly cannotSee: readonly string[];
  /** What the source does not give, by step and property. */
  readonly notAvailable: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An account, tenant or organisation of a source. */
export interface ScopeStatus {
  readonly scope: string;
  /** The worst outcome of its steps. */
  readonly outcome: string;
  readonly complete: number;
  /** When the step that is most behind was last seen whole; absent when one never was. */
  readonly asOf: string | undefined;
  readonly records: number;
  readonly steps: readonly StepCoverage[];
}

const WORST_FIRST = ['failed', 'denied', 'running', 'partial', 'complete'];

/** Configured and seen sources, in alphabetical order. */
export function sourceStatuses(
  collectors: readonly AnyCollector[],
  configured: readonly SourceConfig[],
  steps: readonly StepCoverage[],
): SourceStatus[] {
  const names = new Set([...configured.map((one) => one.type), ...steps.map((one) => one.source)]);
  return [...names].sort().map((source) => {
    const collector = collectors.find((one) => one.source === source);
    const entries = configured.filter((one) => one.type === source);
    return {
      source,
      title: collector?.title ?? source,
      configured: entries.length > 0,
      schedules: entries.flatMap(({ schedule }) =>
        schedule === undefined ? [] : [`${schedule.cron} ${schedule.timezone}`],
      ),
      scopes: scopesOf(steps.filter((one) => one.source === source)),
      faith: collector?.faith,
      testedAgainst: collector?.testedAgainst,
      cannotSee: collector?.cannotSee ?? [],
      notAvailable: Object.fromEntries(
        (collector?.steps ?? []).flatMap(({ id, notAvailable }) =>
          notAvailable === undefined ? [] : [[id, notAvailable]],
        ),
      ),
    };
  });
}

function scopesOf(steps: readonly StepCoverage[]): ScopeStatus[] {
  return [...Map.groupBy(steps, (one) => one.scope)].map(([scope, own]) => ({
    scope,
    outcome: worstOf(own),
    complete: own.filter((one) => one.outcome === 'complete').length,
    asOf: own.some((one) => one.completeAt === undefined)
      ? undefined
      : own.flatMap((one) => one.completeAt ?? []).sort()[0],
    records: own.reduce((sum, one) => sum + (one.records ?? 0), 0),
    steps: own,
  }));
}

function worstOf(steps: readonly StepCoverage[]): string {
  const found = new Set(steps.map((one) => one.outcome));
  return WORST_FIRST.find((one) => found.has(one)) ?? steps[0]?.outcome ?? 'unknown';
}

/** How long ago, in the largest whole unit: `3 h`, `2 d`. */
export function ageOf(instant: string | undefined, now: number): string {
  if (instant === undefined) return 'never';
  const minutes = Math.max(0, Math.floor((now - Date.parse(instant)) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}
