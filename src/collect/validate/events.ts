import { type EventRecord, event, MAX_KEY_LENGTH } from '../../schema/index.ts';
import { Fault, quoted } from './fault.ts';
import { strictInstant } from './instant.ts';
import { checkText, EMPTY } from './props.ts';
import { checkKey, checkRef } from './records.ts';

const ACTION = /^[^\s:]+:\S/;
const OUTCOMES = ['success', 'failure', 'denied'] as const;

type EventFields = Omit<EventRecord, 'record'>;

/** How each field of an event is checked: `key` of a node, `keys`, plain `text`, or by a rule of its own. */
const FIELDS = {
  id: 'key',
  at: 'instant',
  source: 'text',
  scope: 'text',
  action: 'text',
  outcome: 'outcome',
  principal: 'key',
  credential: 'key',
  session: 'key',
  sessionName: 'text',
  person: 'text',
  agent: 'key',
  resources: 'keys',
  subject: 'ref',
  issued: 'key',
  ip: 'text',
  region: 'text',
  userAgent: 'text',
} as const satisfies Record<keyof EventFields, string>;

const REQUIRED = ['id', 'at', 'source', 'scope', 'action', 'outcome'] as const satisfies readonly (keyof EventFields)[];

/** What the surrounding file says of all its events. */
export interface EventContext {
  readonly source: string;
  readonly scope: string;
}

/** An event record of what was given, or what is wrong with it. `source` and `scope` are those of the context. */
export function checkEvent(given: unknown, context: EventContext, careful: boolean): EventRecord | Fault {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return new Fault('event', 'must be an object');
  const fields: Record<string, unknown> = { ...context };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(FIELDS, name)) return new Fault('event', `has the field ${quoted(name)}, which is not known`);
    if (value === null) continue;
    const kept = checkField(name as keyof EventFields, value, context, careful);
    if (kept instanceof Fault) return at(name, kept);
    fields[name] = kept;
  }
  const missing = REQUIRED.find((name) => fields[name] === undefined);
  if (missing !== undefined) return new Fault(`event.${missing}`, 'is required');
  return event(fields as unknown as EventFields);
}

function at(name: string, fault: Fault): Fault {
  return new Fault(fault.field === '' ? `event.${name}` : `event.${fault.field}`, fault.message);
}

function checkField(name: keyof EventFields, value: unknown, context: EventContext, careful: boolean): unknown {
  switch (FIELDS[name]) {
    case 'key':
      return checkKey(name, value, careful);
    case 'keys':
      return checkKeys(name, value, careful);
    case 'ref':
      return checkRef(name, value, careful);
    case 'instant':
      return strictInstant(value) ?? new Fault(name, 'must be an RFC 3339 time, such as 2026-11-21T13:08:00Z');
    case 'outcome':
      return OUTCOMES.some((one) => one === value) ? value : new Fault(name, `must be one of ${OUTCOMES.join(', ')}`);
    default:
      return checkTextField(name, value, context, careful);
  }
}

function checkTextField(name: string, value: unknown, context: EventContext, careful: boolean): unknown {
  const kept = checkText(value, MAX_KEY_LENGTH, careful);
  if (kept === '') return new Fault('', EMPTY);
  if (name === 'action' && typeof kept === 'string' && !ACTION.test(kept))
    return new Fault('', 'must be `<service>:<operation>`');
  const own = name === 'source' || name === 'scope' ? context[name] : undefined;
  return own !== undefined && kept !== own ? new Fault('', 'must be left out, or be that of the header') : kept;
}

function checkKeys(name: string, value: unknown, careful: boolean): unknown {
  if (!Array.isArray(value)) return new Fault(name, 'must be a list of keys');
  for (const [index, one] of value.entries()) {
    const kept = checkKey(`${name}[${index}]`, one, careful);
    if (kept instanceof Fault) return kept;
  }
  return value;
}
