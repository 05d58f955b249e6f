import { secretIn } from '../../../src/collect/validate/index.ts';
import {
  type EdgeRecord,
  type Emit,
  type EventRecord,
  edges,
  type GraphRecord,
  keyProblem,
  type NodeRecord,
  nodes,
  type PropSpecs,
  type PropType,
} from '../../../src/schema/index.ts';

type AnyRecord = GraphRecord | EventRecord;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** What a template string makes of a value that is not there. */
const HOLE = /\[object |(^|[:/])(undefined|NaN|null)([:/#]|$)/;

const FITS: Readonly<Record<PropType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string' && value !== '',
  int: (value) => Number.isSafeInteger(value),
  float: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  instant: isInstant,
  strings: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && INSTANT.test(value) && new Date(value).toISOString() === value;
}

/** What the contract has against a record: undeclared kinds and properties, wrong types, holes in keys, secrets. */
export function faultsOf(record: AnyRecord, emits: readonly Emit[], source: string): string[] {
  return [...shapeFaults(record, emits, source), ...secretFaults(record)];
}

function shapeFaults(record: AnyRecord, emits: readonly Emit[], source: string): string[] {
  if (record.record === 'event') return eventFaults(record, emits, source);
  return record.record === 'node' ? nodeFaults(record, emits) : edgeFaults(record, emits);
}

function nodeFaults(record: NodeRecord, emits: readonly Emit[]): string[] {
  const name = record.label;
  if (!emits.includes(name)) return [`emits ${name}, which the step does not declare`];
  return [...keyFaults(name, record.id), ...propFaults(name, nodes[name].props, record.props)];
}

function edgeFaults(record: EdgeRecord, emits: readonly Emit[]): string[] {
  const { type, from, to } = record;
  if (!emits.includes(type)) return [`emits ${type}, which the step does not declare`];
  const joins = edges[type].pairs.some(([a, b]) => a === from.label && b === to.label);
  return [
    ...(joins ? [] : [`${type} does not join ${from.label} to ${to.label}`]),
    ...keyFaults(`${type} from`, from.id),
    ...keyFaults(`${type} to`, to.id),
    ...propFaults(type, edges[type].props, record.props),
  ];
}

function keyFaults(where: string, id: unknown): string[] {
  const problem = keyProblem(id);
  if (problem !== undefined) return [`${where}: ${problem}`];
  return HOLE.test(String(id)) ? [`${where}: a hole in the key ${String(id)}`] : [];
}

function propFaults(where: string, specs: PropSpecs, props: Readonly<Record<string, unknown>>): string[] {
  const undeclared = Object.keys(props).filter((name) => specs[name] === undefined);
  const missing = Object.keys(specs).filter((name) => specs[name]?.optional !== true && props[name] === undefined);
  const wrong = Object.entries(specs).filter(
    ([name, spec]) => props[name] !== undefined && !FITS[spec.type](props[name]),
  );
  return [
    ...undeclared.map((name) => `${where}.${name} is not declared`),
    ...missing.map((name) => `${where}.${name} is missing`),
    ...wrong.map(([name, spec]) => `${where}.${name} is no ${spec.type}: ${JSON.stringify(props[name])}`),
  ];
}

const EVENT_TEXTS = ['id', 'source', 'scope', 'action', 'principal', 'credential', 'session', 'sessionName'] as const;
const MORE_EVENT_TEXTS = ['person', 'agent', 'issued', 'ip', 'region', 'userAgent'] as const;
const EVENT_FIELDS = new Set<string>([
  ...EVENT_TEXTS,
  ...MORE_EVENT_TEXTS,
  'record',
  'at',
  'outcome',
  'resources',
  'subject',
]);

function eventFaults(record: EventRecord, emits: readonly Emit[], source: string): string[] {
  if (!emits.includes('Event')) return ['emits an event, which the step does not declare'];
  const texts = [...EVENT_TEXTS, ...MORE_EVENT_TEXTS].filter(
    (name) => record[name] !== undefined && !FITS.string(record[name]),
  );
  const keys = [record.id, record.principal, record.credential, record.session, record.agent, record.issued];
  return [
    ...Object.keys(record)
      .filter((name) => !EVENT_FIELDS.has(name))
      .map((name) => `event.${name} is not declared`),
    ...texts.map((name) => `event.${name} is no text: ${JSON.stringify(record[name])}`),
    ...(isInstant(record.at) ? [] : [`event.at is no UTC instant: ${record.at}`]),
    ...(['success', 'failure', 'denied'].includes(record.outcome) ? [] : [`event.outcome is ${record.outcome}`]),
    ...(/^[^\s:]+:\S/.test(record.action) ? [] : [`event.action is no <service>:<operation>: ${record.action}`]),
    ...(source === 'records' || record.source === source ? [] : [`event.source is ${record.source}`]),
    ...(record.resources === undefined || FITS.strings(record.resources) ? [] : ['event.resources is no list']),
    ...[...keys, ...(record.resources ?? []), record.subject?.id]
      .filter((key) => key !== undefined)
      .flatMap((key) => keyFaults('event', key)),
  ];
}

const KEYED_FINGERPRINT = /fp:[A-Za-z0-9_-]{43}/g;

function secretFaults(record: AnyRecord): string[] {
  return textsOf(record).flatMap((text) => {
    const bare = text.replaceAll(KEYED_FINGERPRINT, '');
    const kind = secretIn(bare) ?? (/canary(?!free)/i.test(bare) ? 'canary' : undefined);
    return kind === undefined ? [] : [`holds a secret (${kind}): ${text.slice(0, 60)}`];
  });
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
