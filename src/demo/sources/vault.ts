import { LINES, type ListFile, type Output } from '../output.ts';
import type { Random } from '../prng.ts';
import type { Times } from '../times.ts';
import type { Json } from '../types.ts';

export const VAULT_HOST = 'vault.brightwater.example';
const FOLDER = `vault/${VAULT_HOST}`;

/** The Vault server. Answers are written as they are added, each with the path it was asked at. */
export class VaultServer {
  readonly #random: Random;
  readonly #times: Times;
  readonly #answers: ListFile;
  readonly #audit: ListFile;

  constructor(output: Output, random: Random, times: Times) {
    this.#random = random;
    this.#times = times;
    this.#answers = output.list(`${FOLDER}/answers.ndjson`, LINES);
    this.#audit = output.list(`${FOLDER}/vault_audit.json`, LINES);
    this.#answer('sys/mounts', { 'kv/': { type: 'kv', accessor: 'kv_5a2f', options: { version: '2' } } });
    this.#answer('sys/auth', {
      'approle/': { type: 'approle', accessor: 'auth_approle_77c1' },
      'oidc/': { type: 'oidc', accessor: 'auth_oidc_81d0' },
      'token/': { type: 'token', accessor: 'auth_token_0b3e' },
    });
  }

  policy(name: string, rules: string): void {
    this.#answer(`sys/policies/acl/${name}`, { name, policy: rules });
  }

  /** An AppRole role with policies, and its secret id. Gives the role's and the secret id's key. */
  appRole(name: string, policies: readonly string[]): { readonly role: string; readonly secretId: string } {
    const accessor = this.#random.uuid();
    this.#answer(`auth/approle/role/${name}`, {
      bind_secret_id: true,
      token_policies: policies,
      token_ttl: 3600,
      secret_id_ttl: 0,
    });
    this.#answer(`auth/approle/role/${name}/secret-id/${accessor}`, {
      secret_id_accessor: accessor,
      secret_id_ttl: 0,
      creation_time: this.#times.stamp(300),
      expiration_time: '0001-01-01T00:00:00Z',
      metadata: {},
    });
    return {
      role: `vault:${VAULT_HOST}:role:approle/${name}`,
      secretId: `vault:${VAULT_HOST}:secret-id:${accessor}`,
    };
  }

  /** A KV secret by its metadata. Gives its key. */
  secret(path: string, metadata: Readonly<Record<string, string>> = {}): string {
    const created_time = this.#times.stamp(400);
    this.#answer(`kv/metadata/${path}`, {
      created_time,
      updated_time: created_time,
      current_version: 1,
      custom_metadata: metadata,
      versions: { 1: { created_time, destroyed: false } },
    });
    return `vault:${VAULT_HOST}:secret:kv/${path}`;
  }

  /** An entity that logs in over OIDC with an e-mail. */
  entity(name: string, email: string, policies: readonly string[]): string {
    const id = this.#random.uuid();
    this.#answer(`identity/entity/id/${id}`, {
      id,
      name,
      policies,
      creation_time: this.#times.stamp(500),
      disabled: false,
      metadata: {},
      aliases: [{ mount_type: 'oidc', name: email, metadata: { email } }],
    });
    return `vault:${VAULT_HOST}:entity:${id}`;
  }

  /** A long-lived token that somebody took for themselves. Gives its key. */
  token(email: string, policies: readonly string[], days: number): string {
    const accessor = this.#random.alphanumeric(24);
    this.#answer(`auth/token/lookup-accessor/${accessor}`, {
      accessor,
      id: '',
      display_name: `oidc-${email}`,
      entity_id: '',
      path: 'auth/oidc/oidc/callback',
      policies,
      meta: { email },
      creation_time: Math.floor(this.#times.epoch(days) / 1000),
      creation_ttl: 0,
      expire_time: null,
      ttl: 0,
      type: 'service',
    });
    return `vault:${VAULT_HOST}:token:${accessor}`;
  }

  /** A read of a secret by a role, as the audit device writes it. */
  read(role: string, path: string, days: number, hours: number): void {
    const request = {
      id: this.#random.uuid(),
      operation: 'read',
      path: `kv/data/${path}`,
      mount_point: 'kv/',
      mount_type: 'kv',
      remote_address: '10.20.4.7',
    };
    this.#audit.add({
      time: this.#times.ago(days, hours),
      type: 'response',
      auth: {
        accessor: `hmac-sha256:${this.#random.hex(40)}`,
        display_name: 'approle',
        metadata: { role_name: role },
        policies: ['default'],
        token_type: 'service',
      },
      request,
      response: { data: { data: 'hmac-sha256:CANARY-vault-audit-data' } },
    });
  }

  close(): void {
    this.#answers.close();
    this.#audit.close();
  }

  #answer(path: string, data: Json): void {
    const response = {
      request_id: this.#random.uuid(),
      lease_id: '',
      renewable: false,
      lease_duration: 0,
      data,
      wrap_info: null,
      warnings: null,
      auth: null,
    };
    this.#answers.add({ path, response });
  }
}
