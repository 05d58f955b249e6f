import { MalformedError, type MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf, ref } from '../../schema/index.ts';
import { type Bag, bag, bags, text } from './json.ts';
import { okta } from './keys.ts';

/** A user as `GET /api/v1/users` gives it, or a manager that was found among the users. */
export type UserRaw = { readonly user: Bag } | { readonly report: string; readonly manager: string };

/** An item of a list below a parent object (the members of a group, the users of an app). */
export interface ChildRaw {
  readonly parent: string;
  readonly item: Bag;
}

/** The id, which every object of the API has. Errors: MalformedError. */
export function idOf(item: Bag): string {
  const id = text(item['id']);
  if (id === undefined) throw new MalformedError('an object without an id');
  return id;
}

export function mapUser(raw: UserRaw, context: MapContext): readonly RecordOf<'Principal' | 'REPORTS_TO'>[] {
  const host = context.scope;
  if ('report' in raw) return [edge('REPORTS_TO', okta.user(host, raw.report), okta.user(host, raw.manager), {})];
  const { user } = raw;
  const profile = bag(user, 'profile');
  const email = text(profile['email'])?.toLowerCase();
  const status = text(user['status'])?.toUpperCase();
  return [
    node('Principal', okta.user(host, idOf(user)).id, {
      name: nameOf(profile),
      kind: 'person',
      system: 'okta',
      tenant: host,
      status: userStatus(status),
      createdAt: toInstant(user['created']),
      lastUsedAt: toInstant(user['lastLogin']),
      email,
      emailVerified: email === undefined ? undefined : isVerified(user, email),
      login: text(profile['login']),
      employeeId: text(profile['employeeNumber']),
      title: text(profile['title']),
      employment: text(profile['userType'])?.toLowerCase(),
      departedAt: status === 'DEPROVISIONED' ? toInstant(user['statusChanged']) : undefined,
      managerEmail: emailIn(profile['managerId']) ?? emailIn(profile['manager']),
    }),
  ];
}

/**
 * LOCKED_OUT, PASSWORD_EXPIRED and RECOVERY are states of the password, not of the person. STAGED and PROVISIONED say
 * nothing about the person either: unknown.
 */
function userStatus(status: string | undefined): string | undefined {
  if (status === 'DEPROVISIONED') return 'departed';
  if (status === 'SUSPENDED') return 'suspended';
  return status !== undefined && /^(ACTIVE|LOCKED_OUT|PASSWORD_EXPIRED|RECOVERY)$/.test(status) ? 'active' : undefined;
}

/** The directory vouches for a primary e-mail, unless it says itself that it is not verified. */
function isVerified(user: Bag, email: string): boolean {
  const listed = bags(bag(user, 'credentials')['emails']).find((one) => text(one['value'])?.toLowerCase() === email);
  return text(listed?.['status'])?.toUpperCase() !== 'UNVERIFIED';
}

function nameOf(profile: Bag): string | undefined {
  const joined = [text(profile['firstName']), text(profile['lastName'])].filter((part) => part !== undefined).join(' ');
  return text(profile['displayName']) ?? (joined === '' ? undefined : joined);
}

function emailIn(value: unknown): string | undefined {
  const found = text(value);
  return found?.includes('@') === true ? found.toLowerCase() : undefined;
}

export function mapGroup(raw: { readonly item: Bag }, context: MapContext): readonly RecordOf<'Principal'>[] {
  const { item } = raw;
  return [
    node('Principal', okta.group(context.scope, idOf(item)).id, {
      name: text(bag(item, 'profile')['name']),
      kind: 'group',
      system: 'okta',
      tenant: context.scope,
      createdAt: toInstant(item['created']),
    }),
  ];
}

export function mapGroupMember(raw: ChildRaw, context: MapContext): readonly RecordOf<'MEMBER_OF'>[] {
  const host = context.scope;
  return [edge('MEMBER_OF', okta.user(host, idOf(raw.item)), okta.group(host, raw.parent), {})];
}

/** All roles of one user or client, as `GET …/roles` gives them. */
export interface RolesRaw {
  readonly of: 'user' | 'client';
  readonly id: string;
  readonly roles: readonly Bag[];
}

/** Administrator roles stand as tags on the account that holds them: `admin-role=SUPER_ADMIN`. */
export function mapRoles(raw: RolesRaw, context: MapContext): readonly RecordOf<'Principal'>[] {
  const self = raw.of === 'user' ? okta.user(context.scope, raw.id) : okta.app(context.scope, raw.id);
  const tags = raw.roles
    .filter((role) => text(role['status'])?.toUpperCase() !== 'INACTIVE')
    .map((role) => (text(role['type']) === 'CUSTOM' ? text(role['label']) : text(role['type'])) ?? text(role['label']))
    .filter((name) => name !== undefined)
    .map((name) => `admin-role=${name}`);
  return tags.length === 0
    ? []
    : [node('Principal', ref('Principal', self.id).id, { tags: [...new Set(tags)].sort() })];
}
