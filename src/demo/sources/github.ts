import { ARRAY, type ListFile, type Output, under } from '../output.ts';
import type { Random } from '../prng.ts';
import type { Times } from '../times.ts';
import type { Json, Person, Team } from '../types.ts';

export const GITHUB_ORG = 'brightwater-eng';
const FOLDER = `github/${GITHUB_ORG}`;

/** The GitHub organisation. Lists are written as they grow. */
export class GithubOrg {
  readonly #output: Output;
  readonly #random: Random;
  readonly #times: Times;
  readonly #members: ListFile;
  readonly #identities: ListFile;
  readonly #repositories: ListFile;
  readonly #fineGrained: ListFile;
  readonly #authorisations: ListFile;
  readonly #seats: ListFile;
  readonly #installations: ListFile;
  readonly #audit: ListFile;
  readonly #codeOwners: Json[] = [];
  #next = 91_000;

  constructor(output: Output, random: Random, times: Times) {
    this.#output = output;
    this.#random = random;
    this.#times = times;
    this.#members = output.list(`${FOLDER}/members.json`, ARRAY);
    this.#identities = output.list(`${FOLDER}/external-identities.json`, ARRAY);
    this.#repositories = output.list(`${FOLDER}/repositories.json`, ARRAY);
    this.#fineGrained = output.list(`${FOLDER}/personal-access-tokens.json`, ARRAY);
    this.#authorisations = output.list(`${FOLDER}/credential-authorizations.json`, ARRAY);
    this.#seats = output.list(`${FOLDER}/copilot-seats.json`, under('seats', { total_seats: 0 }));
    this.#installations = output.list(`${FOLDER}/installations.json`, under('installations', { total_count: 0 }));
    this.#audit = output.list(`${FOLDER}/audit-log.json`, ARRAY);
    output.json(`${FOLDER}/organization.json`, {
      login: GITHUB_ORG,
      id: 70_412,
      name: 'Brightwater Engineering',
      created_at: times.stamp(3000),
      default_repository_permission: 'read',
    });
  }

  member(person: Person, admin = false): void {
    const databaseId = this.#id();
    this.#members.add({
      role: admin ? 'ADMIN' : 'MEMBER',
      hasTwoFactorEnabled: true,
      node: {
        login: person.github,
        databaseId,
        name: person.name,
        createdAt: this.#times.stamp(person.began),
        organizationVerifiedDomainEmails: [person.email],
      },
    });
    this.#identities.add({
      node: {
        guid: this.#random.uuid(),
        samlIdentity: { nameId: person.email, username: null, emails: [{ value: person.email, primary: true }] },
        scimIdentity: null,
        user: { login: person.github, databaseId },
      },
    });
  }

  /** Adds a private repository and gives its key. */
  repository(name: string, facts: { readonly environment?: string; readonly topics?: readonly string[] } = {}): string {
    this.#repositories.add({
      ...this.#repositoryRef(name),
      default_branch: 'main',
      archived: false,
      disabled: false,
      visibility: 'private',
      created_at: this.#times.stamp(1000),
      temp_clone_token: 'CANARY-temp-clone-token',
      topics: facts.topics ?? [],
      ...(facts.environment === undefined ? {} : { custom_properties: { environment: facts.environment } }),
    });
    return repositoryKey(name);
  }

  /** The CODEOWNERS file of a repository, where GitHub looks first. */
  codeOwners(name: string, text: string): void {
    this.#codeOwners.push({ node: { name, inGithub: { text, isTruncated: false }, inRoot: null, inDocs: null } });
  }

  /** A team with its members and the repositories it may push to. */
  team(team: Team, members: readonly Person[], repositories: readonly string[]): void {
    this.#output.json(
      `${FOLDER}/teams/${team.id}/members.json`,
      members.map(({ github }) => ({ login: github, id: this.#id(), type: 'User' })),
    );
    this.#output.json(
      `${FOLDER}/teams/${team.id}/repositories.json`,
      repositories.map((name) => ({ ...this.#repositoryRef(name), role_name: 'write' })),
    );
  }

  teams(teams: readonly Team[]): void {
    this.#output.json(
      `${FOLDER}/teams.json`,
      teams.map(({ id, name }) => ({ id: this.#id(), slug: id, name, parent: null })),
    );
  }

  /** A classic token that its owner authorised for the organisation. Gives its key. */
  classicToken(person: Person, note: string, scopes: readonly string[], days: number, used: number): string {
    const id = this.#id();
    this.#authorisations.add({
      login: person.github,
      credential_id: this.#id(),
      credential_type: 'personal access token',
      token_last_eight: this.#random.alphanumeric(8),
      credential_authorized_at: this.#times.stamp(days),
      credential_accessed_at: this.#times.stamp(used),
      authorized_credential_id: id,
      authorized_credential_note: note,
      authorized_credential_expires_at: null,
      scopes,
    });
    return `github:${GITHUB_ORG}:pat:${id}`;
  }

  fineGrainedToken(person: Person, name: string, repositories: readonly string[], days: number): string {
    const id = this.#id();
    this.#fineGrained.add({
      id: this.#id(),
      owner: { login: person.github, id: this.#id(), type: 'User' },
      repository_selection: 'subset',
      permissions: { organization: {}, repository: { metadata: 'read', contents: 'write' } },
      access_granted_at: this.#times.stamp(days),
      token_id: id,
      token_name: name,
      token_expired: false,
      token_expires_at: this.#times.stamp(-60),
      token_last_used_at: this.#times.stamp(1),
      repositories: repositories.map((one) => this.#repositoryRef(one)),
    });
    return `github:${GITHUB_ORG}:pat:${id}`;
  }

  /** A Copilot seat. Gives its agent's key. */
  seat(person: Person, days: number): string {
    this.#seats.add({
      created_at: this.#times.stamp(days),
      updated_at: this.#times.stamp(days),
      pending_cancellation_date: null,
      last_activity_at: this.#times.stamp(0, 3),
      last_activity_editor: 'vscode/1.107.3/copilot/1.386.82',
      plan_type: 'business',
      assignee: { login: person.github, id: this.#id(), type: 'User' },
    });
    return `github:${GITHUB_ORG}:agent:copilot/${person.github}`;
  }

  installation(slug: string, all: boolean, permissions: Json): string {
    const id = this.#id();
    this.#installations.add({
      id,
      app_id: this.#id(),
      app_slug: slug,
      repository_selection: all ? 'all' : 'selected',
      permissions,
      created_at: this.#times.stamp(400),
      updated_at: this.#times.stamp(100),
      suspended_at: null,
      webhook_secret: 'CANARY-webhook-secret',
    });
    return `github:${GITHUB_ORG}:installation:${id}`;
  }

  /** Names of Actions secrets of the organisation. */
  actionsSecrets(names: readonly string[]): void {
    const secrets = names.map((name) => ({
      name,
      created_at: this.#times.stamp(500),
      updated_at: this.#times.stamp(200),
      visibility: 'all',
    }));
    this.#output.json(`${FOLDER}/actions-secrets.json`, { total_count: secrets.length, secrets });
  }

  /** An entry of the audit log. */
  audit(action: string, person: Person, days: number, hours: number, more: Json): void {
    const at = this.#times.epoch(days, hours);
    this.#audit.add({
      '@timestamp': at,
      _document_id: this.#random.alphanumeric(22),
      action,
      actor: person.github,
      actor_ip: '203.0.113.77',
      created_at: at,
      org: GITHUB_ORG,
      external_identity_nameid: person.email,
      user_agent: 'git/2.51.0',
      ...more,
    });
  }

  close(): void {
    const repositories = { pageInfo: { hasNextPage: false, endCursor: null }, edges: this.#codeOwners };
    this.#output.json(`${FOLDER}/code-owners.json`, [{ data: { organization: { repositories } } }]);
    for (const list of [
      this.#members,
      this.#identities,
      this.#repositories,
      this.#fineGrained,
      this.#authorisations,
      this.#seats,
      this.#installations,
      this.#audit,
    ])
      list.close();
  }

  #repositoryRef(name: string): Json {
    const full_name = `${GITHUB_ORG}/${name}`;
    return { id: this.#id(), name, full_name, private: true, owner: { login: GITHUB_ORG, type: 'Organization' } };
  }

  #id(): number {
    this.#next += 7;
    return this.#next;
  }
}

export function repositoryKey(name: string): string {
  return `github.com/${GITHUB_ORG}/${name}`;
}
