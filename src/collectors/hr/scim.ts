import { MalformedError } from '../../collect/index.ts';
import { type Fields, headerKey, WORKER_FIELDS } from './columns.ts';
import { readDate } from './dates.ts';

/** `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` (RFC 7643 §4.3). */
const ENTERPRISE_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The fields of a SCIM User (RFC 7643 §4.1) that are read; everything else stays behind. */
export interface ScimUser {
  readonly id: string;
  readonly externalId?: string | undefined;
  readonly userName?: string | undefined;
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly userType?: string | undefined;
  readonly active?: boolean | undefined;
  readonly email?: string | undefined;
  readonly created?: string | undefined;
  readonly employeeNumber?: string | undefined;
  readonly department?: string | undefined;
  /** SCIM id of the manager. */
  readonly managerId?: string | undefined;
  /** From whatever extension carries them. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** Takes the declared fields of a User resource. Errors: MalformedError when it has no id or a field has the wrong type. */
export function scimUserOf(value: unknown): ScimUser {
  if (!isObject(value)) throw new MalformedError('a SCIM user must be an object');
  const id = text(value['id']);
  if (id === undefined) throw new MalformedError('a SCIM user without an id');
  const enterprise = objectAt(value, ENTERPRISE_URN);
  const active = value['active'];
  if (active !== undefined && typeof active !== 'boolean')
    throw new MalformedError(`active of ${id} is neither true nor false`);
  return {
    id,
    externalId: text(value['externalId']),
    userName: text(value['userName']),
    name: text(value['displayName']) ?? nameOf(objectAt(value, 'name')),
    title: text(value['title']),
    userType: text(value['userType']),
    active,
    email: emailOf(value),
    created: text(objectAt(value, 'meta')['created']),
    employeeNumber: text(enterprise['employeeNumber']),
    department: text(enterprise['department']),
    managerId: managerOf(enterprise['manager']),
    ...employmentDates(value),
  };
}

/** RFC 7643 §4.3: `manager.value` is the manager's SCIM id; some servers give the id itself. */
function managerOf(manager: unknown): string | undefined {
  return text(isObject(manager) ? manager['value'] : manager);
}

/** First and last day are in no standard schema: they are looked for by name in the extensions (`urn:…`). */
function employmentDates(user: Json): Pick<ScimUser, 'startDate' | 'endDate'> {
  const found: { -readonly [K in 'startDate' | 'endDate']?: Fields<K>[K] } = {};
  for (const [urn, extension] of Object.entries(user)) {
    if (!urn.startsWith('urn:') || !isObject(extension)) continue;
    for (const [name, value] of Object.entries(extension)) {
      const field = dateField(headerKey(name));
      const reading = field === undefined ? undefined : readDate(text(value) ?? '');
      if (field !== undefined && reading !== undefined && 'date' in reading) found[field] = reading.date;
    }
  }
  return found;
}

function dateField(key: string): 'startDate' | 'endDate' | undefined {
  if ((WORKER_FIELDS.startDate as readonly string[]).includes(key)) return 'startDate';
  return (WORKER_FIELDS.endDate as readonly string[]).includes(key) ? 'endDate' : undefined;
}

/** The primary e-mail, else the work one, else the first (RFC 7643 §4.1.2), else a user name that is one. */
function emailOf(user: Json): string | undefined {
  const all = Array.isArray(user['emails']) ? user['emails'].filter(isObject) : [];
  const best = all.find((one) => one['primary'] === true) ?? all.find((one) => one['type'] === 'work') ?? all[0];
  const userName = text(user['userName']);
  return text(best?.['value']) ?? (userName?.includes('@') === true ? userName : undefined);
}

function nameOf(name: Json): string | undefined {
  const joined = [text(name['givenName']), text(name['familyName'])].filter((part) => part !== undefined).join(' ');
  return text(name['formatted']) ?? (joined === '' ? undefined : joined);
}

function objectAt(value: Json, key: string): Json {
  const inner = value[key];
  return isObject(inner) ? inner : {};
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text, or a number as text; anything else and the empty text are absent. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
