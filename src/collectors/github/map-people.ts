import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node } from '../../schema/index.ts';
import type { GithubRaw } from './endpoints.ts';
import { flagAt, idAt, type Json, objectAt, objectsAt, required, textAt, textsAt } from './fields.ts';
import * as keys from './keys.ts';
import { levelsOfRepositoryAccess } from './levels.ts';

/** A member: an edge of GraphQL `membersWithRole`, or a user of REST `GET /orgs/{org}/members`. */
export function mapMember({ item }: GithubRaw, { scope }: MapContext) {
  const account = objectAt(item, 'node') ?? item;
  const login = required(textAt(account, 'login'), 'login');
  const self = keys.user(scope, login);
  const person = node('Principal', self.id, {
    ...accountProps(scope, account, login),
    email: verifiedEmail(account),
    emailVerified: verifiedEmail(account) === undefined ? undefined : true,
    mfa: flagAt(item, 'hasTwoFactorEnabled'),
    createdAt: toInstant(account['createdAt']),
    status: 'active',
  });
  const everyone = edge('MEMBER_OF', self, keys.allMembers(scope), {
    role: textAt(item, 'role')?.toLowerCase(),
  });
  return [person, allMembersNode(scope), everyone, ...ownerAccess(scope, item, self)];
}

function allMembersNode(org: string) {
  return node('Principal', keys.allMembers(org).id, {
    name: `all members of ${org}`,
    kind: 'group',
    system: 'github',
    tenant: org,
  });
}

/** An organisation owner administers everything in it. */
function ownerAccess(org: string, item: Json, self: ReturnType<typeof keys.user>) {
  if (textAt(item, 'role') !== 'ADMIN') return [];
  const certain = ['Read', 'Write', 'Permissions'];
  return [
    keys.organisationNode(org),
    edge('CAN', self, keys.organisation(org), { certain, via: 'organisation owner' }),
  ];
}

function accountProps(org: string, account: Json, login: string) {
  return {
    name: textAt(account, 'name'),
    kind: textAt(account, 'type') === 'Bot' ? 'bot' : 'person',
    system: 'github',
    tenant: org,
    uniqueId: idAt(account, 'databaseId') ?? idAt(account, 'id'),
    login,
  } as const;
}

/** Only an address of a domain that the organisation has verified: a profile's e-mail is whatever was typed. */
function verifiedEmail(account: Json): string | undefined {
  return textsAt(account, 'organizationVerifiedDomainEmails')?.[0]?.toLowerCase();
}

/** Who the member is to the identity provider: SAML NameID and SCIM user name, which join accounts of one person. */
export function mapExternalIdentity({ item }: GithubRaw, { scope }: MapContext) {
  const identity = objectAt(item, 'node') ?? item;
  const user = objectAt(identity, 'user');
  const login = textAt(user, 'login');
  if (login === undefined) return [];
  const saml = objectAt(identity, 'samlIdentity');
  const scim = objectAt(identity, 'scimIdentity');
  const externalIds = [
    idOf('saml-name-id', textAt(saml, 'nameId')),
    idOf('scim', textAt(scim, 'username')),
    ...emailIds(saml, 'saml-email'),
    ...emailIds(scim, 'scim-email'),
  ].filter((one) => one !== undefined);
  return [
    node('Principal', keys.user(scope, login).id, {
      kind: 'person',
      system: 'github',
      tenant: scope,
      login,
      uniqueId: idAt(user, 'databaseId'),
      externalIds: externalIds.length === 0 ? undefined : [...new Set(externalIds)].sort(),
    }),
  ];
}

function idOf(kind: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${kind}=${value}`;
}

function emailIds(identity: Json | undefined, kind: string): (string | undefined)[] {
  return (objectsAt(identity, 'emails') ?? []).map((email) => idOf(kind, textAt(email, 'value')?.toLowerCase()));
}

export function mapOutsideCollaborator({ item }: GithubRaw, { scope }: MapContext) {
  const login = required(textAt(item, 'login'), 'login');
  return [node('Principal', keys.user(scope, login).id, { ...accountProps(scope, item, login), external: true })];
}

/** A team is a group of accounts; a child team has what its parent has. */
export function mapTeam({ item }: GithubRaw, { scope }: MapContext) {
  const slug = required(textAt(item, 'slug'), 'slug');
  const self = keys.team(scope, slug);
  const parent = textAt(objectAt(item, 'parent'), 'slug');
  const team = node('Principal', self.id, {
    name: textAt(item, 'name') ?? slug,
    kind: 'group',
    system: 'github',
    tenant: scope,
    uniqueId: idAt(item, 'id'),
  });
  return parent === undefined ? [team] : [team, edge('MEMBER_OF', self, keys.team(scope, parent), {})];
}

export function mapTeamMember({ item, team, role }: GithubRaw, { scope }: MapContext) {
  const login = required(textAt(item, 'login'), 'login');
  const group = keys.team(scope, required(team, 'team (from the folder)'));
  return [edge('MEMBER_OF', keys.user(scope, login), group, { role })];
}

export function mapTeamRepository({ item, team }: GithubRaw, { scope }: MapContext) {
  const name = required(textAt(item, 'name'), 'name');
  const group = keys.team(scope, required(team, 'team (from the folder)'));
  return [repositoryAccess(group, keys.repository(scope, name), item, `team role ${textAt(item, 'role_name') ?? ''}`)];
}

export function mapCollaborator({ item, repository }: GithubRaw, { scope }: MapContext) {
  const self = keys.user(scope, required(textAt(item, 'login'), 'login'));
  const target = keys.repository(scope, required(repository, 'repository (from the folder)'));
  return [repositoryAccess(self, target, item, `collaborator role ${textAt(item, 'role_name') ?? ''}`)];
}

/** A custom role without flags tells nothing: its levels are unknown, not none. */
function repositoryAccess(
  from: ReturnType<typeof keys.user>,
  to: ReturnType<typeof keys.repository>,
  item: Json,
  via: string,
) {
  const certain = levelsOfRepositoryAccess(item);
  const props = certain === undefined ? { unknown: ['Read', 'Write', 'Permissions'] } : { certain };
  return edge('CAN', from, to, { ...props, via: via.trim() });
}
