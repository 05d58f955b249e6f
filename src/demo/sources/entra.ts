import { type ListFile, type Output, under } from '../output.ts';
import type { Random } from '../prng.ts';
import type { Times } from '../times.ts';
import type { Json, Person } from '../types.ts';

export const ENTRA_TENANT = '5ea1f00d-3b17-4c2e-9d41-b21647a7e700';
const FOLDER = `entra/${ENTRA_TENANT}`;
const GRAPH = 'https://graph.microsoft.com';

interface Application {
  readonly name: string;
  readonly made?: number;
  readonly owner?: Person;
  readonly tags?: readonly string[];
  /** Days until each client secret ends; negative: it ended. */
  readonly secrets?: readonly number[];
  /** As it stands in the answer that made it. */
  readonly secretText?: string;
}

/** The Entra tenant. Lists are written as they grow. */
export class EntraTenant {
  readonly #random: Random;
  readonly #times: Times;
  readonly #users: ListFile;
  readonly #applications: ListFile;
  readonly #principals: ListFile;
  readonly #blueprints: ListFile;
  readonly #identities: ListFile;
  readonly #grants: ListFile;
  readonly #audits: ListFile;
  readonly #signIns: ListFile;

  constructor(output: Output, random: Random, times: Times) {
    this.#random = random;
    this.#times = times;
    const list = (file: string, context: string): ListFile =>
      output.list(`${FOLDER}/${file}.json`, under('value', { '@odata.context': `${GRAPH}/${context}` }));
    this.#users = list('users', 'v1.0/$metadata#users(id,displayName,userPrincipalName,mail,manager(id))');
    this.#applications = list('applications', 'v1.0/$metadata#applications(id,appId,displayName,owners())');
    this.#principals = list('servicePrincipals', 'v1.0/$metadata#servicePrincipals(id,appId,displayName,owners())');
    this.#blueprints = list(
      'agentIdentityBlueprints',
      'v1.0/$metadata#applications/microsoft.graph.agentIdentityBlueprint',
    );
    this.#identities = list('agentIdentities', 'v1.0/$metadata#servicePrincipals/microsoft.graph.agentIdentity');
    this.#grants = list('oauth2PermissionGrants', 'v1.0/$metadata#oauth2PermissionGrants');
    this.#audits = list('auditLogs/directoryAudits', 'v1.0/$metadata#auditLogs/directoryAudits');
    this.#signIns = list('auditLogs/signIns', 'beta/$metadata#auditLogs/signIns');
  }

  user(person: Person, manager: Person | undefined): void {
    const gone = person.left !== undefined && person.left > 0;
    this.#users.add({
      id: person.entraId,
      displayName: person.name,
      userPrincipalName: person.email,
      mail: person.email,
      accountEnabled: !gone,
      userType: 'Member',
      employeeId: person.id,
      employeeType: person.employment,
      employeeHireDate: this.#times.stamp(person.began),
      jobTitle: person.title,
      createdDateTime: this.#times.stamp(person.began),
      employeeLeaveDateTime: person.left === undefined ? null : this.#times.stamp(person.left),
      ...(manager === undefined ? {} : { manager: { '@odata.type': '#microsoft.graph.user', id: manager.entraId } }),
    });
  }

  /** Adds an application with its service principal; gives the ids. */
  application(app: Application): {
    readonly appId: string;
    readonly principal: string;
    readonly keys: readonly string[];
  } {
    const [id, appId, principal] = [this.#random.uuid(), this.#random.uuid(), this.#random.uuid()];
    const passwordCredentials = this.#passwords(app);
    const createdDateTime = this.#times.stamp(app.made ?? 400);
    const shared = { appId, displayName: app.name, tags: app.tags ?? [], owners: ownersOf(app.owner) };
    this.#applications.add({
      id,
      ...shared,
      createdDateTime,
      signInAudience: 'AzureADMyOrg',
      passwordCredentials,
      keyCredentials: [],
    });
    this.#principals.add({
      id: principal,
      ...shared,
      servicePrincipalType: 'Application',
      appOwnerOrganizationId: ENTRA_TENANT,
      accountEnabled: true,
      passwordCredentials: [],
      keyCredentials: [],
    });
    const keys = passwordCredentials.map(({ keyId }) => `entra:${ENTRA_TENANT}:key:${String(keyId)}`);
    return { appId, principal: `entra:${ENTRA_TENANT}:service-principal:${principal}`, keys };
  }

  #passwords(app: Pick<Application, 'secrets' | 'secretText'>): Json[] {
    return (app.secrets ?? []).map((days, index) => ({
      keyId: this.#random.uuid(),
      displayName: `secret ${index + 1}`,
      startDateTime: this.#times.stamp(180),
      endDateTime: this.#times.stamp(-days),
      hint: this.#random.alphanumeric(3),
      secretText: index === 0 ? (app.secretText ?? null) : null,
    }));
  }

  /** Adds an agent identity blueprint; gives its `appId`. */
  blueprint(name: string, sponsor: Person | undefined, secrets: readonly number[]): string {
    const appId = this.#random.uuid();
    this.#blueprints.add({
      '@odata.type': '#microsoft.graph.agentIdentityBlueprint',
      id: this.#random.uuid(),
      appId,
      displayName: name,
      createdDateTime: this.#times.stamp(200),
      signInAudience: 'AzureADMyOrg',
      tags: [],
      passwordCredentials: this.#passwords({ secrets }),
      keyCredentials: [],
      sponsors: ownersOf(sponsor),
      owners: [],
    });
    return appId;
  }

  /** Adds an agent identity; gives the agent's key. */
  agentIdentity(name: string, blueprint: string, sponsor: Person | undefined, tags: readonly string[] = []): string {
    const id = this.#random.uuid();
    this.#identities.add({
      '@odata.type': '#microsoft.graph.agentIdentity',
      id,
      displayName: name,
      createdDateTime: this.#times.stamp(140),
      agentIdentityBlueprintId: blueprint,
      accountEnabled: true,
      servicePrincipalType: 'ServiceIdentity',
      tags,
      sponsors: ownersOf(sponsor),
      owners: [],
    });
    return `entra:${ENTRA_TENANT}:agent:${id}`;
  }

  /** A user's own delegated grant to a client. Gives the credential's key. */
  grant(client: string, person: Person, api: string, scope: string): string {
    const id = this.#random.alphanumeric(43);
    this.#grants.add({
      id,
      clientId: client.split(':').at(-1),
      consentType: 'Principal',
      principalId: person.entraId,
      resourceId: api.split(':').at(-1),
      scope,
    });
    return `entra:${ENTRA_TENANT}:grant:${id}`;
  }

  audit(activity: string, person: Person, target: Json, days: number): void {
    this.#audits.add({
      id: `Directory_${this.#random.alphanumeric(20)}`,
      category: 'ApplicationManagement',
      result: 'success',
      activityDisplayName: activity,
      activityDateTime: this.#times.stamp(days),
      loggedByService: 'Core Directory',
      initiatedBy: { user: { id: person.entraId, userPrincipalName: person.email, ipAddress: '203.0.113.41' } },
      targetResources: [target],
      additionalDetails: [],
    });
  }

  signIn(principal: string, name: string, key: string | undefined, api: string, days: number, hours: number): void {
    this.#signIns.add({
      id: this.#random.uuid(),
      createdDateTime: this.#times.stamp(days, hours),
      servicePrincipalId: principal.split(':').at(-1),
      servicePrincipalName: name,
      ...(key === undefined ? {} : { servicePrincipalCredentialKeyId: key.split(':').at(-1) }),
      resourceServicePrincipalId: api.split(':').at(-1),
      resourceDisplayName: 'Microsoft Graph',
      ipAddress: '198.51.100.61',
      status: { errorCode: 0 },
    });
  }

  close(): void {
    for (const list of [
      this.#users,
      this.#applications,
      this.#principals,
      this.#blueprints,
      this.#identities,
      this.#grants,
      this.#audits,
      this.#signIns,
    ])
      list.close();
  }
}

function ownersOf(person: Person | undefined): Json[] {
  return person === undefined ? [] : [{ '@odata.type': '#microsoft.graph.user', id: person.entraId }];
}
