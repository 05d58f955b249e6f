import type { VaultRule } from '../../lib/vault-policy.ts';

export type { VaultRule } from '../../lib/vault-policy.ts';

export interface VaultPolicy {
  /** `''`, or `team/` with its slash. */
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly VaultRule[] | 'unknown';
}

export interface VaultMount {
  readonly namespace: string;
  /** Without a slash at its end. */
  readonly path: string;
  readonly kind: 'kv-1' | 'kv-2';
}

/** A KV secret. */
export interface VaultSecret {
  readonly id: string;
  readonly namespace: string;
  readonly mount: string;
  /** Below the mount, without `data/`. */
  readonly path: string;
}

/** Any other path of the API: `database/creds/reports`, `sys/policies/acl/ops`. */
export interface VaultPath {
  readonly id: string;
  readonly namespace: string;
  readonly path: string;
}

type Metadata = Readonly<Record<string, string>>;

export interface VaultAlias {
  readonly mountAccessor: string;
  readonly id?: string;
  readonly name?: string;
  readonly metadata?: Metadata;
  readonly customMetadata?: Metadata;
}

/** An identity. What is left out was not collected. */
export interface VaultEntity {
  readonly id: string;
  /** Vault's own id of it, for templates. */
  readonly entityId?: string;
  readonly namespace: string;
  readonly name?: string;
  readonly policies: readonly string[];
  readonly metadata?: Metadata;
  readonly aliases?: readonly VaultAlias[];
  readonly disabled?: boolean;
}

export interface VaultGroup {
  readonly id: string;
  readonly groupId?: string;
  readonly namespace: string;
  readonly name?: string;
  readonly policies: readonly string[];
  readonly metadata?: Metadata;
  /** Ids of entities and of groups. */
  readonly members: readonly string[];
}

/** A token, or a role of an auth method and so what a login with it gets. */
export interface VaultSubject {
  readonly id: string;
  readonly namespace: string;
  /** Without those of its entity. */
  readonly policies: readonly string[];
  /** Id of its entity; `none`: it is known to have none. */
  readonly entity: { readonly id: string } | 'none' | 'unknown';
}

export interface VaultInput {
  /** The server. */
  readonly host: string;
  readonly mounts: Iterable<VaultMount>;
  readonly secrets: Iterable<VaultSecret>;
  readonly paths: Iterable<VaultPath>;
  readonly policies: Iterable<VaultPolicy>;
  readonly entities: Iterable<VaultEntity>;
  readonly groups: Iterable<VaultGroup>;
  readonly subjects: Iterable<VaultSubject>;
}
