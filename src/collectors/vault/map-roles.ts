import type { MapContext } from '../../collect/index.ts';
import { edge, type NodeRef, node, ref } from '../../schema/index.ts';
import { type Json, numberAt, objectAt, required, textAt, textsAt } from './fields.ts';
import * as keys from './keys.ts';
import { roleOfPath, type VaultRaw } from './routes.ts';

/** Fields that say who may log in: no secret stands in them. */
const TRUST_FIELD =
  /^(bound_\w+|user_claim|groups_claim|role_type|bind_secret_id|secret_id_bound_cidrs|token_bound_cidrs|auth_type|alias_name_source|audience|inferred_entity_type)$/;
const LIFETIME_FIELDS = ['token_ttl', 'token_max_ttl', 'token_period', 'token_num_uses', 'secret_id_ttl'];

/** A role of an auth method: what a login as it becomes, and who may log in. */
export function mapAuthRole(raw: VaultRaw, { scope }: MapContext) {
  const place = roleOfPath(raw.path);
  const name = required(place?.name, 'role');
  const mount = required(place?.mount, 'mount');
  const self = keys.role(scope, mount, name);
  const role = node('Principal', self.id, {
    name: `${mount}/${name}`,
    kind: 'vault-role',
    system: 'vault',
    tenant: scope,
    trustDocument: trustOf(raw.data),
    attributes: attributesOf(raw.data),
  });
  const holds = policiesOf(raw.data).map((policy) => edge('MEMBER_OF', self, keys.policyHolders(scope, policy), {}));
  return [role, ...holds, ...loginsOf(raw, scope, mount, self)];
}

/** `default` comes with every token unless the role says otherwise. */
function policiesOf(data: Json): string[] {
  const named = [...textsAt(data, 'token_policies'), ...textsAt(data, 'policies')];
  const all = data['token_no_default_policy'] === true ? named : [...named, 'default'];
  return [...new Set(all)].sort();
}

function trustOf(data: Json): string | undefined {
  const fields = Object.entries(data).filter(
    ([name, value]) => TRUST_FIELD.test(name) && value !== null && value !== '' && !isEmpty(value),
  );
  return fields.length === 0
    ? undefined
    : JSON.stringify(Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function attributesOf(data: Json): string[] | undefined {
  const facts = LIFETIME_FIELDS.flatMap((name) => {
    const value = numberAt(data, name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return facts.length === 0 ? undefined : facts;
}

/** The identities outside of Vault that may log in as the role, told by the fields that its kind of method has. */
function loginsOf(raw: VaultRaw, scope: string, mount: string, role: NodeRef<'Principal'>) {
  const { data } = raw;
  if ('bound_service_account_names' in data) return kubernetesLogins(data, scope, mount, role);
  if ('bound_iam_principal_arn' in data) return awsLogins(data, role);
  if ('bound_audiences' in data || 'bound_claims' in data || 'user_claim' in data)
    return jwtLogins(raw, scope, mount, role);
  return [];
}

function kubernetesLogins(data: Json, scope: string, mount: string, role: NodeRef<'Principal'>) {
  const accounts = textsAt(data, 'bound_service_account_names');
  return textsAt(data, 'bound_service_account_namespaces').flatMap((space) =>
    accounts.flatMap((account) => {
      const name = `system:serviceaccount:${space}:${account}`;
      return federated(keys.subject(scope, mount, name), name, role, 'kubernetes', name.includes('*') ? ['name'] : []);
    }),
  );
}

function awsLogins(data: Json, role: NodeRef<'Principal'>) {
  return textsAt(data, 'bound_iam_principal_arn').map((arn) => {
    const conditionKeys = arn.includes('*') ? ['arn'] : undefined;
    const certainty = conditionKeys === undefined ? 'certain' : 'conditional';
    return edge('CAN_ASSUME', ref('Principal', arn), role, { certainty, via: 'aws-iam', conditionKeys });
  });
}

/**
 * Subjects of an OIDC or JWT issuer. Bound claims other than the subject leave it open which subject fits: the login is
 * conditional on them. https://developer.hashicorp.com/vault/docs/auth/jwt
 */
function jwtLogins({ data, config }: VaultRaw, scope: string, mount: string, role: NodeRef<'Principal'>) {
  const claims = objectAt(data, 'bound_claims') ?? {};
  const others = Object.keys(claims).filter((claim) => claim !== 'sub' && claim !== 'repository');
  const issuer = (textAt(config, 'oidc_discovery_url') ?? textAt(config, 'bound_issuer'))
    ?.replace(/^https?:\/\//, '')
    .replace(/\/$/, '');
  return subjectsOf(data, claims).flatMap((subject) => {
    const key =
      issuer === undefined ? keys.subject(scope, mount, subject) : ref('Principal', `oidc:${issuer}:${subject}`);
    const conditions = [...others, ...(subject.includes('*') && subject !== '*' ? ['sub'] : [])];
    return federated(key, subject, role, 'oidc', conditions);
  });
}

/** `bound_subject`, else the claim `sub`, else the repository of a GitHub Actions token, else anyone of the issuer. */
function subjectsOf(data: Json, claims: Json): readonly string[] {
  const bound = textAt(data, 'bound_subject');
  if (bound !== undefined) return [bound];
  const subjects = textsAt(claims, 'sub');
  if (subjects.length > 0) return subjects;
  const repositories = textsAt(claims, 'repository').map((name) => `repo:${name}:*`);
  return repositories.length > 0 ? repositories : ['*'];
}

function federated(
  key: NodeRef<'Principal'>,
  name: string,
  role: NodeRef<'Principal'>,
  via: string,
  conditions: readonly string[],
) {
  const certainty = conditions.length === 0 ? 'certain' : 'conditional';
  const conditionKeys = conditions.length === 0 ? undefined : conditions;
  return [
    node('Principal', key.id, { name, kind: 'federated-subject' }),
    edge('CAN_ASSUME', key, role, { certainty, via, conditionKeys }),
  ];
}
