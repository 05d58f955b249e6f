import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, type NodeRef, node } from '../../schema/index.ts';
import type { GithubRaw } from './endpoints.ts';
import { idAt, type Json, objectAt, required, textAt } from './fields.ts';
import * as keys from './keys.ts';
import { levelsOfPermissions, scopesOf } from './levels.ts';

/** An installed App: the principal it acts as, and the short-lived tokens that can be issued for it. */
export function mapInstallation({ item }: GithubRaw, { scope }: MapContext) {
  const id = required(idAt(item, 'id'), 'id');
  const self = keys.installation(scope, id);
  const permissions = objectAt(item, 'permissions');
  const all = textAt(item, 'repository_selection') === 'all';
  const principal = node('Principal', self.id, {
    name: textAt(item, 'app_slug'),
    kind: 'app-installation',
    system: 'github',
    tenant: scope,
    status: toInstant(item['suspended_at']) === undefined ? 'active' : 'suspended',
    createdAt: toInstant(item['created_at']),
    attributes: attributesOf(item),
    problems: all ? undefined : ['which repositories are selected is told to the App itself only'],
  });
  const token = tokenOf(scope, id, item, permissions);
  const credential: NodeRef<'Credential'> = { label: 'Credential', id: token.id };
  const certain = levelsOfPermissions(permissions);
  const broad = all && certain.length > 0;
  return [
    principal,
    token,
    edge('AUTHENTICATES_AS', credential, self, {}),
    ...(broad ? [edge('GRANTED_ON', credential, keys.organisation(scope), { certain })] : []),
    ...(broad ? [edge('CAN', self, keys.organisation(scope), { certain, via: 'App permissions' })] : []),
  ];
}

function tokenOf(org: string, id: string, item: Json, permissions: Json | undefined) {
  return node('Credential', keys.appToken(org, id).id, {
    name: `installation tokens of ${textAt(item, 'app_slug') ?? id}`,
    kind: 'app-token',
    system: 'github',
    tenant: org,
    lifetime: 'short-lived',
    scopes: scopesOf(permissions),
    reach: textAt(item, 'repository_selection') === 'all' ? 'all-repositories' : 'selected',
    createdAt: toInstant(item['created_at']),
  });
}

function attributesOf(item: Json): string[] | undefined {
  const facts = ['app_id', 'client_id'].flatMap((name) => {
    const value = idAt(item, name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return facts.length === 0 ? undefined : facts;
}

/** Who has Copilot: their assistant in the editor, which acts with what they have. */
export function mapCopilotSeat({ item }: GithubRaw, { scope }: MapContext) {
  const login = required(textAt(objectAt(item, 'assignee'), 'login'), 'assignee.login');
  const self = keys.copilotAgent(scope, login);
  const agent = node('Agent', self.id, {
    name: `Copilot of ${login}`,
    kind: 'coding-agent',
    platform: 'github',
    tenant: scope,
    status: textAt(item, 'pending_cancellation_date') === undefined ? 'active' : 'pending-cancellation',
    client: 'copilot',
    version: textAt(item, 'last_activity_editor'),
    createdAt: toInstant(item['created_at']),
    lastActiveAt: toInstant(item['last_activity_at']),
  });
  const account = keys.user(scope, login);
  const evidence = node('Evidence', `evidence:assignee:${self.id}:${login.toLowerCase()}`, {
    kind: 'assignee',
    says: `the Copilot seat is assigned to ${login}`,
    at: toInstant(item['created_at']),
  });
  const proof: NodeRef<'Evidence'> = { label: 'Evidence', id: evidence.id };
  return [
    agent,
    edge('RUNS_AS', self, account, {}),
    evidence,
    edge('ABOUT', proof, self, {}),
    edge('NAMES', proof, account, {}),
  ];
}

/** The Copilot cloud agent of the organisation and the repositories where it may work. */
export function mapCloudAgent({ item }: GithubRaw, { scope }: MapContext) {
  const enabled = required(textAt(item, 'enabled_repositories'), 'enabled_repositories');
  const self = keys.cloudAgent(scope);
  const principal = keys.cloudAgentPrincipal(scope);
  const agent = node('Agent', self.id, {
    name: 'Copilot cloud agent',
    kind: 'coding-agent',
    platform: 'github',
    tenant: scope,
    status: enabled === 'none' ? 'disabled' : 'active',
    client: 'copilot',
  });
  const account = node('Principal', principal.id, {
    name: 'Copilot cloud agent',
    kind: 'service',
    system: 'github',
    tenant: scope,
  });
  const records = [agent, account, edge('RUNS_AS', self, principal, {})];
  if (enabled !== 'all') return records;
  const props = { certain: ['Read', 'Write'], via: 'enabled for all repositories' };
  return [...records, edge('CAN', principal, keys.organisation(scope), props)];
}

export function mapCloudAgentRepository({ item }: GithubRaw, { scope }: MapContext) {
  const name = required(textAt(item, 'name'), 'name');
  const props = { certain: ['Read', 'Write'], via: 'enabled for the repository' };
  return [edge('CAN', keys.cloudAgentPrincipal(scope), keys.repository(scope, name), props)];
}
