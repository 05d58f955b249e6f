import { ARRAY, LINES, type ListFile, type Output, under } from '../output.ts';
import type { Random } from '../prng.ts';
import type { Times } from '../times.ts';
import type { Json, Person, Team } from '../types.ts';

export const OKTA_HOST = 'brightwater.okta.com';
const FOLDER = `okta/${OKTA_HOST}`;
const ORG = '00oBrightwater1x5d7';

interface App {
  readonly id?: string;
  readonly label: string;
  readonly made?: number;
  /** An OAuth client; `secret` as the API shows it to administrators. */
  readonly oauth?: { readonly secret?: string };
}

/** The Okta org. Lists are written as they grow. */
export class OktaOrg {
  readonly #output: Output;
  readonly #random: Random;
  readonly #times: Times;
  readonly #users: ListFile;
  readonly #apps: ListFile;
  readonly #agents: ListFile;
  readonly #owners: ListFile;
  readonly #tokens: ListFile;
  readonly #userGrants: ListFile;
  readonly #log: ListFile;

  constructor(output: Output, random: Random, times: Times) {
    this.#output = output;
    this.#random = random;
    this.#times = times;
    this.#users = output.list(`${FOLDER}/users.json`, ARRAY);
    this.#apps = output.list(`${FOLDER}/apps.json`, ARRAY);
    this.#agents = output.list(`${FOLDER}/ai-agents.json`, under('data'));
    this.#owners = output.list(`${FOLDER}/resource-owners.json`, under('data'));
    this.#tokens = output.list(`${FOLDER}/api-tokens.json`, ARRAY);
    this.#userGrants = output.list(`${FOLDER}/user-grants.json`, ARRAY);
    this.#log = output.list(`${FOLDER}/system-log.jsonl`, LINES);
  }

  user(person: Person): void {
    const gone = person.left !== undefined && person.left > 0;
    const began = this.#times.ago(person.began);
    const [firstName = '', ...last] = person.name.split(' ');
    this.#users.add({
      id: person.oktaId,
      status: gone ? 'DEPROVISIONED' : 'ACTIVE',
      created: began,
      activated: began,
      statusChanged: gone ? this.#times.ago(person.left ?? 0) : began,
      lastLogin: gone ? this.#times.ago((person.left ?? 0) + 1) : this.#times.ago(0, 5),
      lastUpdated: this.#times.ago(30),
      profile: {
        firstName,
        lastName: last.join(' '),
        login: person.email,
        email: person.email,
        employeeNumber: person.id,
        title: person.title,
        userType: person.employment,
        ...(person.manager === undefined ? {} : { managerId: person.manager }),
      },
      credentials: {
        password: { value: `CANARY-okta-password-${person.oktaId}` },
        emails: [{ value: person.email, status: 'VERIFIED', type: 'PRIMARY' }],
        provider: { type: 'OKTA', name: 'OKTA' },
      },
      _links: { self: { href: `https://${OKTA_HOST}/api/v1/users/${person.oktaId}` } },
    });
  }

  /** One group for each team, with its members. */
  teams(teams: readonly Team[], people: readonly Person[]): void {
    const groups = teams.map((team) => ({ team, id: `00g${this.#random.alphanumeric(17)}` }));
    this.#output.json(
      `${FOLDER}/groups.json`,
      groups.map(({ team, id }) => ({
        id,
        created: this.#times.ago(1500),
        type: 'OKTA_GROUP',
        profile: { name: team.name },
      })),
    );
    for (const { team, id } of groups) {
      const members = people.filter((one) => one.team === team.id && !(one.left !== undefined && one.left > 0));
      this.#output.json(
        `${FOLDER}/groups/${id}/users.json`,
        members.map(({ oktaId, email }) => ({ id: oktaId, status: 'ACTIVE', profile: { login: email } })),
      );
    }
  }

  /** Adds an app and gives its id. */
  app(app: App): string {
    const id = app.id ?? `0oa${this.#random.alphanumeric(17)}`;
    const method = app.oauth?.secret === undefined ? 'private_key_jwt' : 'client_secret_basic';
    const client = {
      client_id: id,
      ...(app.oauth?.secret === undefined ? {} : { client_secret: app.oauth.secret }),
      token_endpoint_auth_method: method,
    };
    this.#apps.add({
      id,
      name: app.oauth === undefined ? 'saml_2_0' : 'oidc_client',
      label: app.label,
      status: 'ACTIVE',
      created: this.#times.ago(app.made ?? 300),
      signOnMode: app.oauth === undefined ? 'SAML_2_0' : 'OPENID_CONNECT',
      ...(app.oauth === undefined ? {} : { credentials: { oauthClient: client } }),
      settings: { app: {} },
    });
    return id;
  }

  /** A user's consent: scopes of one client. Gives the credential's key. */
  consent(clientId: string, person: Person, scopes: readonly string[], days: number): string {
    for (const scopeId of scopes) {
      this.#userGrants.add({
        id: `oag${this.#random.alphanumeric(17)}`,
        status: 'ACTIVE',
        created: this.#times.ago(days),
        lastUpdated: this.#times.ago(days),
        issuer: `https://${OKTA_HOST}/oauth2/default`,
        clientId,
        scopeId,
        source: 'END_USER',
        userId: person.oktaId,
      });
    }
    return `okta:${OKTA_HOST}:oauth-grant:${clientId}/${person.oktaId}`;
  }

  apiToken(name: string, person: Person, days: number): string {
    const id = `00T${this.#random.alphanumeric(17)}`;
    this.#tokens.add({
      id,
      name,
      userId: person.oktaId,
      clientName: 'Okta API',
      created: this.#times.ago(days),
      lastUpdated: this.#times.ago(2),
      expiresAt: this.#times.ago(-28),
      tokenWindow: 'P30D',
      network: { connection: 'ANYWHERE' },
    });
    return `okta:${OKTA_HOST}:api-token:${id}`;
  }

  /** Adds an AI agent with its keys and connections, and gives the agent's key. */
  aiAgent(
    name: string,
    made: { readonly owner?: Person; readonly connections?: readonly Json[]; readonly keys?: number },
  ): string {
    const id = `wlp${this.#random.alphanumeric(17)}`;
    const created = this.#times.ago(120);
    this.#agents.add({ id, status: 'ACTIVE', profile: { name }, created, lastUpdated: this.#times.ago(9) });
    const connections = made.connections ?? [];
    if (connections.length > 0) {
      this.#output.json(`${FOLDER}/ai-agents/${id}/connections.json`, { data: connections });
    }
    const keys = Array.from({ length: made.keys ?? 1 }, (_, at) => ({
      id: `pks${this.#random.alphanumeric(17)}`,
      kid: `${name.toLowerCase().replaceAll(/\W+/g, '-')}-${at + 1}`,
      kty: 'RSA',
      alg: 'RS256',
      use: 'sig',
      status: 'ACTIVE',
      created,
    }));
    this.#output.json(`${FOLDER}/ai-agents/${id}/jwks.json`, { data: keys });
    if (made.owner !== undefined) this.#owner(id, name, made.owner);
    return `okta:${OKTA_HOST}:ai-agent:${id}`;
  }

  #owner(id: string, name: string, owner: Person): void {
    this.#owners.add({
      resource: {
        id,
        type: 'ai-agents',
        orn: `orn:okta:workload-principals:${ORG}:ai-agents:${id}`,
        profile: { name },
      },
      principals: [{ id: owner.oktaId, type: 'users', orn: `orn:okta:directory:${ORG}:users:${owner.oktaId}` }],
    });
  }

  /** A connection of an AI agent to an app. */
  appConnection(appId: string, appName: string, scopes: readonly string[]): Json {
    return {
      id: `mcn${this.#random.alphanumeric(17)}`,
      connectionType: 'IDENTITY_ASSERTION_APP_INSTANCE',
      status: 'ACTIVE',
      resourceIndicator: `https://${appName.toLowerCase()}.example.com`,
      app: { name: appName, orn: `orn:okta:idp:${ORG}:apps:${appName.toLowerCase()}:${appId}` },
      scopeCondition: 'INCLUDE_ONLY',
      scopes,
    };
  }

  event(eventType: string, person: Person, target: readonly Json[], days: number, hours = 0): void {
    this.#log.add({
      uuid: this.#random.uuid(),
      published: this.#times.ago(days, hours),
      eventType,
      version: '0',
      severity: 'INFO',
      displayMessage: eventType,
      actor: { id: person.oktaId, type: 'User', alternateId: person.email, displayName: person.name },
      client: {
        userAgent: { rawUserAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', os: 'Mac OS X' },
        ipAddress: '203.0.113.40',
      },
      outcome: { result: 'SUCCESS', reason: null },
      target,
      transaction: { type: 'WEB', id: this.#random.alphanumeric(20), detail: {} },
      debugContext: { debugData: { requestUri: '/api/v1/x', requestBody: 'CANARY-okta-request-body' } },
      authenticationContext: { externalSessionId: 'unknown' },
    });
  }

  close(): void {
    for (const list of [this.#users, this.#apps, this.#agents, this.#owners, this.#tokens, this.#userGrants, this.#log])
      list.close();
  }
}
