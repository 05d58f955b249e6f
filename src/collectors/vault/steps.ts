import { step } from '../../collect/index.ts';
import type { Emit } from '../../schema/index.ts';
import type { VaultClient } from './client.ts';
import * as fetch from './fetch.ts';
import { type AuditRaw, mapAuditEntry } from './map-audit.ts';
import { mapEntity, mapGroup } from './map-identity.ts';
import { mapKvMetadata } from './map-kv.ts';
import { mapMounts } from './map-mounts.ts';
import { mapPolicy } from './map-policies.ts';
import { mapAuthRole } from './map-roles.ts';
import { mapSecretId, mapToken } from './map-tokens.ts';
import type { VaultRaw } from './routes.ts';

const one = <const X extends Emit>(spec: Parameters<typeof step<VaultClient, VaultRaw, X>>[0]) => step(spec);

export const steps = [
  one({
    id: 'mounts',
    title: 'Secret engines',
    mode: 'snapshot',
    emits: ['Resource', 'CONTAINS'],
    permissions: ['path "sys/mounts" { capabilities = ["read"] }'],
    fetch: (context) => fetch.fetchOne(context, 'sys/mounts'),
    map: mapMounts,
  }),
  one({
    id: 'auth-methods',
    title: 'Auth methods',
    mode: 'snapshot',
    emits: ['Resource', 'CONTAINS'],
    permissions: ['path "sys/auth" { capabilities = ["read"] }'],
    fetch: (context) => fetch.fetchOne(context, 'sys/auth'),
    map: mapMounts,
  }),
  one({
    id: 'auth-roles',
    title: 'Roles of the auth methods',
    mode: 'snapshot',
    emits: ['Principal', 'MEMBER_OF', 'CAN_ASSUME'],
    permissions: [
      'path "auth/+/role" { capabilities = ["list"] }',
      'path "auth/+/roles" { capabilities = ["list"] }',
      'path "auth/+/role/*" { capabilities = ["read"] }',
      'path "auth/+/config" { capabilities = ["read"] }',
    ],
    notAvailable: { lastUsedAt: 'Vault does not keep when a role was last used' },
    fetch: fetch.fetchAuthRoles,
    map: mapAuthRole,
  }),
  one({
    id: 'entities',
    title: 'Entities and their aliases',
    mode: 'snapshot',
    emits: ['Principal', 'MEMBER_OF', 'Evidence', 'ABOUT'],
    permissions: [
      'path "identity/entity/id" { capabilities = ["list"] }',
      'path "identity/entity/id/*" { capabilities = ["read"] }',
    ],
    notAvailable: {
      lastUsedAt: 'no time of last login',
      emailVerified: 'a method’s own settings decide what a name is',
    },
    fetch: (context) => fetch.fetchListed(context, 'identity/entity/id'),
    map: mapEntity,
  }),
  one({
    id: 'groups',
    title: 'Groups',
    mode: 'snapshot',
    emits: ['Principal', 'MEMBER_OF'],
    permissions: [
      'path "identity/group/id" { capabilities = ["list"] }',
      'path "identity/group/id/*" { capabilities = ["read"] }',
    ],
    fetch: (context) => fetch.fetchListed(context, 'identity/group/id'),
    map: mapGroup,
  }),
  one({
    id: 'policies',
    title: 'Policies',
    mode: 'snapshot',
    emits: ['Principal', 'Policy', 'Resource', 'GOVERNED_BY', 'CAN'],
    permissions: [
      'path "sys/policies/acl" { capabilities = ["list"] }',
      'path "sys/policies/acl/*" { capabilities = ["read"] }',
      'path "sys/mounts" { capabilities = ["read"] }',
    ],
    fetch: fetch.fetchPolicies,
    map: mapPolicy,
  }),
  one({
    id: 'token-accessors',
    title: 'Tokens, by their accessors',
    mode: 'snapshot',
    emits: ['Credential', 'Principal', 'AUTHENTICATES_AS', 'CAN', 'Evidence', 'ABOUT', 'NAMES'],
    permissions: [
      'second token: path "auth/token/accessors" { capabilities = ["list", "sudo"] }',
      'second token: path "auth/token/lookup-accessor" { capabilities = ["update"] }',
    ],
    notAvailable: { lastUsedAt: 'Vault does not keep when a token was last used' },
    fetch: fetch.fetchTokens,
    map: mapToken,
  }),
  one({
    id: 'secret-ids',
    title: 'Secret ids of AppRoles, by their accessors',
    mode: 'snapshot',
    emits: ['Credential', 'AUTHENTICATES_AS'],
    permissions: [
      'path "auth/+/role/+/secret-id" { capabilities = ["list"] }',
      'path "auth/+/role/+/secret-id-accessor/lookup" { capabilities = ["update"] }',
    ],
    notAvailable: { lastUsedAt: 'Vault does not keep when a secret id was last used' },
    fetch: fetch.fetchSecretIds,
    map: mapSecretId,
  }),
  one({
    id: 'kv-metadata',
    title: 'KV secrets: names and metadata, never data',
    mode: 'snapshot',
    emits: ['Resource', 'CONTAINS', 'Credential', 'STORED_IN', 'AUTHENTICATES_AS', 'Evidence', 'ABOUT'],
    permissions: [
      'path "+/metadata/*" { capabilities = ["list", "read"] }',
      'path "sys/mounts" { capabilities = ["read"] }',
    ],
    notAvailable: { lastUsedAt: 'reads stand in the audit log', contents: 'KV v1 has no metadata: names only' },
    fetch: fetch.fetchKvMetadata,
    map: mapKvMetadata,
  }),
  step({
    id: 'audit',
    title: 'Audit device',
    mode: 'events',
    emits: ['Event'],
    permissions: ['read access to the audit file; no call is made'],
    notAvailable: { credential: 'accessors are salted HMACs unless the device has hmac_accessor=false' },
    fetch: (): AsyncGenerator<AuditRaw> => fetch.fetchNothing(),
    map: mapAuditEntry,
  }),
];
