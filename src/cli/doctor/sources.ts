import type { AnyCollector, ConnectContext, Connection, TestFaith } from '../../collect/index.ts';
import type { SourceConfig } from '../../lib/config.ts';
import { messageOf } from '../../lib/errors.ts';
import { redactText } from '../../lib/redact.ts';
import { chooseSources } from '../../pipeline/collect.ts';
import type { StepCoverage } from '../../queries/index.ts';
import { type Check, failed } from './check.ts';

const CONNECT_TIMEOUT_MS = 20_000;

/** Every configured source: it connects, it was given what its steps need, its last run was whole, its tests can be believed. */
export async function checkSources(
  collectors: readonly AnyCollector[],
  sources: readonly SourceConfig[],
  steps: readonly StepCoverage[],
  context: ConnectContext,
): Promise<Check[]> {
  const checks = await Promise.all(sources.map((source) => checkSource(collectors, source, context)));
  const outcomes = steps.filter((step) => step.outcome !== 'complete').map(outcomeCheck);
  const types = [...new Set(sources.map((one) => one.type))];
  const faiths = types.flatMap((type) => collectors.filter((one) => one.source === type).map(faithCheck));
  return [...checks.flat(), ...outcomes, ...faiths];
}

async function checkSource(
  collectors: readonly AnyCollector[],
  source: SourceConfig,
  context: ConnectContext,
): Promise<Check[]> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
  try {
    const [chosen] = chooseSources(collectors, [source], []);
    if (chosen === undefined) return [];
    const { collector, config } = chosen;
    const connections = await collector.connect(config, { ...context, signal });
    const checks = await Promise.all(connections.map((one) => checkConnection(collector, one, signal)));
    return checks;
  } catch (thrown) {
    context.signal.throwIfAborted();
    return [failed('source', source.type, thrown)];
  }
}

/** Permission texts with the steps that need them; steps that are left out here need nothing. */
export function neededBy(
  collector: AnyCollector,
  connection: Connection<unknown>,
): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, string[]>();
  for (const step of collector.steps) {
    if (connection.skip?.[step.id] !== undefined) continue;
    for (const permission of step.permissions) needed.set(permission, [...(needed.get(permission) ?? []), step.id]);
  }
  return needed;
}

async function checkConnection(
  collector: AnyCollector,
  connection: Connection<unknown>,
  signal: AbortSignal,
): Promise<Check> {
  const needed = neededBy(collector, connection);
  const check = { area: 'source', name: `${collector.source} ${connection.scope}` } as const;
  const all = [...needed].map(([permission, steps]) => `${permission} (${steps.join(', ')})`);
  try {
    const given = await connection.given?.([...needed.keys()], signal);
    if (given === undefined)
      return {
        ...check,
        status: 'ok',
        says: 'configured; the source does not tell what it was given; needed:',
        details: all,
      };
    return { ...check, ...compared(needed, given) };
  } catch (thrown) {
    const says = `it could not be asked what it was given: ${redactText(messageOf(thrown)).slice(0, 300)}; needed:`;
    return { ...check, status: 'warn', says, details: all };
  } finally {
    await connection.close?.();
  }
}

function compared(
  needed: ReadonlyMap<string, readonly string[]>,
  given: Readonly<Record<string, boolean>>,
): Pick<Check, 'status' | 'says' | 'details'> {
  const line = ([permission, steps]: readonly [string, readonly string[]]): string =>
    `${permission} (${steps.join(', ')})`;
  const missing = [...needed].filter(([permission]) => given[permission] === false).map(line);
  const untold = [...needed].filter(([permission]) => given[permission] === undefined).map(line);
  const details = [...missing.map((one) => `missing: ${one}`), ...untold.map((one) => `cannot be told: ${one}`)];
  const held = needed.size - missing.length - untold.length;
  const says = `it answers; given ${held} of ${needed.size} permissions its steps need`;
  return { status: missing.length > 0 ? 'warn' : 'ok', says, ...(details.length > 0 ? { details } : {}) };
}

function outcomeCheck(step: StepCoverage): Check {
  const reason = step.reason === undefined ? '' : `: ${step.reason}`;
  const whole = step.completeAt === undefined ? 'never seen whole' : `last seen whole ${step.completeAt}`;
  return { area: 'source', name: step.step, status: 'warn', says: `${step.outcome}${reason}; ${whole}` };
}

const FAITH: Readonly<Record<TestFaith, { readonly status: 'ok' | 'warn'; readonly says: string }>> = {
  'real-server': { status: 'ok', says: 'tested against a real server' },
  emulator: { status: 'ok', says: 'tested against an emulator, not against the vendor' },
  'vendor-schema': { status: 'warn', says: 'tested against answers made from the vendor’s schema only' },
  'own-stub': { status: 'warn', says: 'tested against a stub of our own only' },
};

function faithCheck({ source, faith, testedAgainst }: AnyCollector): Check {
  return { area: 'source', name: source, ...FAITH[faith], details: [testedAgainst] };
}
