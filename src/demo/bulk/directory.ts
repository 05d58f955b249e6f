import type { Random } from '../prng.ts';
import type { Person } from '../types.ts';
import type { World } from '../world.ts';
import { serviceName } from './names.ts';

const APPS = 12;
const PEOPLE_PER_BLUEPRINT = 8;
const ENTRA_APPS = 8;
const OKTA_CLIENTS = 2;
const VAULT_ROLES = 2;
const VAULT_POLICIES = 20;

interface Made {
  readonly agents: number;
  readonly principals: number;
  readonly credentials: number;
}

/** Agents and applications that people have in Okta, Entra ID, GitHub and Vault. */
export class DirectoryAgents {
  readonly #world: World;
  readonly #random: Random;
  readonly #apps: readonly { readonly id: string; readonly name: string }[];
  #blueprint = '';

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
    this.#apps = Array.from({ length: APPS }, (_, at) => {
      const name = `Harbour app ${at + 1}`;
      return { id: world.okta.app({ label: name, made: 900 }), name };
    });
    for (let at = 0; at < VAULT_POLICIES; at += 1) {
      world.vault.policy(`service-${at}`, `path "kv/data/service-${at}/*" {\n  capabilities = ["read"]\n}\n`);
      world.vault.secret(`service-${at}/token`, { environment: 'staging' });
    }
  }

  /** What one person has there. */
  add(owner: Person, index: number): Made {
    const random = this.#random.fork(String(index));
    const isHere = owner.left === undefined || owner.left <= 0;
    if (isHere && owner.team !== 'people' && owner.team !== 'growth')
      this.#world.github.seat(owner, random.int(30, 400));
    let credentials = this.#oktaAgent(owner, random) + this.#entraAgent(owner, index, random);
    for (let at = 0; at < ENTRA_APPS; at += 1) credentials += this.#application(owner, random);
    for (let at = 0; at < OKTA_CLIENTS; at += 1)
      this.#world.okta.app({ label: `${serviceName(random)} client`, made: random.int(60, 900), oauth: {} });
    for (let at = 0; at < VAULT_ROLES; at += 1)
      this.#world.vault.appRole(`${serviceName(random)}-${random.lower(5)}`, [
        `service-${random.int(0, VAULT_POLICIES - 1)}`,
      ]);
    return { agents: 3, principals: ENTRA_APPS + OKTA_CLIENTS + VAULT_ROLES, credentials: credentials + VAULT_ROLES };
  }

  #oktaAgent(owner: Person, random: Random): number {
    const connections = Array.from({ length: random.int(2, 6) }, () => {
      const app = random.one(this.#apps);
      return this.#world.okta.appConnection(app.id, app.name, ['read:items']);
    });
    const keys = random.int(1, 2);
    this.#world.okta.aiAgent(`${serviceName(random)} ${random.lower(4)}`, { owner, connections, keys });
    return connections.length + keys;
  }

  /** Eight agent identities share a blueprint and its credentials. */
  #entraAgent(owner: Person, index: number, random: Random): number {
    const isFirst = index % PEOPLE_PER_BLUEPRINT === 0 || this.#blueprint === '';
    const secrets = Array.from({ length: random.int(3, 5) }, () => random.int(20, 500));
    if (isFirst) this.#blueprint = this.#world.entra.blueprint(`${serviceName(random)} blueprint`, owner, secrets);
    this.#world.entra.agentIdentity(`${serviceName(random)}-${random.lower(4)}`, this.#blueprint, owner);
    return isFirst ? secrets.length : 0;
  }

  #application(owner: Person, random: Random): number {
    const secrets = Array.from({ length: random.int(1, 2) }, () => random.int(10, 700));
    this.#world.entra.application({
      name: `${serviceName(random)}-${random.lower(4)}`,
      made: random.int(60, 1200),
      owner,
      secrets,
    });
    return secrets.length;
  }
}
