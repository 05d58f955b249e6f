import {
  type AccessRow,
  type AssumeEdge,
  containerOf,
  type ExternalParty,
  type LevelLists,
  type ProfileOfPrincipals,
  type ResourceGrant,
} from '../../access/index.ts';
import { edge, node, ref } from '../../schema/index.ts';

const EVALUATOR = 'keyline-aws-1';

export function profileKey(id: string): string {
  return `profile:${id}`;
}

/** The profile, and that its principals have it. */
export function* profileRecords({ profile, principalIds }: ProfileOfPrincipals) {
  const id = profileKey(profile.id);
  const problems = [...new Set(profile.problems.map((one) => one.message))].slice(0, 20);
  yield node('AccessProfile', id, {
    name: accessName(principalIds),
    system: 'aws',
    tenant: profile.account,
    evaluator: EVALUATOR,
    problems: problems.length === 0 ? undefined : problems,
  });
  for (const principal of principalIds)
    yield edge('HAS_ACCESS', ref('Principal', principal), ref('AccessProfile', id), {});
}

function accessName(principalIds: readonly string[]): string {
  const [first] = principalIds;
  const name = first?.slice(first.lastIndexOf('/') + 1) ?? 'nobody';
  return principalIds.length > 1 ? `access of ${name} and ${principalIds.length - 1} more` : `access of ${name}`;
}

/** A row of a profile as CAN, to the one resource or to a scope. Roles are principals: what can be done to them is told by CAN_ASSUME. */
export function* canRecords(profileId: string, row: AccessRow) {
  if (row.type === 'iam:role') return;
  const from = ref('AccessProfile', profileKey(profileId));
  const props = levelProps(row);
  if (row.kind === 'resource') {
    yield edge('CAN', from, ref('Resource', row.resourceId), props);
    return;
  }
  const scope = `scope:${row.lo}..${row.hi}`;
  yield node('Scope', scope, { lo: row.lo, hi: row.hi, kind: row.type, count: row.count });
  yield edge('CAN', from, ref('Scope', scope), props);
}

/** Each level in one list, the surest: `possible` is beyond `certain`, and `unknown` beyond both. */
function levelProps({ certain, possible, unknown, conditionKeys }: LevelLists) {
  const beyond = possible.filter((level) => !certain.includes(level));
  const open = unknown.filter((level) => !certain.includes(level) && !beyond.includes(level));
  return {
    certain: [...certain],
    possible: beyond,
    unknown: open.length === 0 ? undefined : open,
    conditionKeys: conditionKeys.length === 0 || beyond.length + open.length === 0 ? undefined : [...conditionKeys],
  };
}

/** What a bucket holds is granted apart from the bucket: a resource of its own inside it. */
export interface Facet {
  readonly id: string;
  readonly account: string;
  readonly path: string;
  readonly environment: string | undefined;
  readonly sensitivity: string | undefined;
}

export function* facetRecords(facet: Facet) {
  const bucket = containerOf(facet.id);
  if (bucket === undefined) return;
  yield node('Resource', facet.id, {
    name: `${bucket.slice(bucket.lastIndexOf(':') + 1)}/*`,
    kind: 's3:object',
    system: 'aws',
    tenant: facet.account,
    path: facet.path,
    environment: facet.environment,
    sensitivity: facet.sensitivity,
  });
  yield edge('CONTAINS', ref('Resource', bucket), ref('Resource', facet.id), {});
}

/** Who may become a role. Parties outside the estate become external principals. */
export function* assumeRecords(assume: AssumeEdge) {
  if (assume.kind === 'group') return yield* groupRecords(assume);
  const props = termsOf(assume);
  const to = ref('Principal', assume.to);
  if (assume.kind === 'principal') {
    yield edge('CAN_ASSUME', ref('Principal', assume.from), to, props);
    return;
  }
  const party = externalPrincipal(assume.from, assume.via);
  yield node('Principal', party.id, { name: party.name, kind: party.kind, system: party.system, external: true });
  yield edge('CAN_ASSUME', ref('Principal', party.id), to, props);
}

function* groupRecords(assume: AssumeEdge & { kind: 'group' }) {
  const id = `trust-group:${assume.id}`;
  yield node('TrustGroup', id, {
    name: `principals of ${assume.account} that may assume ${assume.targets.length} roles`,
    count: assume.members.length,
  });
  for (const member of assume.members) {
    yield edge('IN_TRUST_GROUP', ref('Principal', member), ref('TrustGroup', id), {
      certainty: 'certain',
      via: 'account-root',
    });
  }
  for (const target of assume.targets)
    yield edge('CAN_ASSUME', ref('TrustGroup', id), ref('Principal', target.to), termsOf(target));
}

function termsOf(terms: {
  readonly certainty: string;
  readonly via: string;
  readonly conditionKeys: readonly string[];
}) {
  return {
    certainty: terms.certainty,
    via: terms.via,
    conditionKeys: terms.conditionKeys.length === 0 ? undefined : [...terms.conditionKeys],
  };
}

/** What a resource's own policy gives to a principal, or to somebody outside. */
export function* grantRecords(grant: ResourceGrant) {
  const to = ref('Resource', grant.resourceId);
  const props = {
    ...levelProps(grant),
    via: grant.public ? 'resource policy, open to the public' : 'resource policy',
  };
  if ('principal' in grant.from) {
    yield edge('CAN', ref('Principal', grant.from.principal), to, props);
    return;
  }
  const party = externalPrincipal(
    grant.from.external,
    grant.from.external.name.includes('.amazonaws.com') ? 'service' : 'account',
  );
  yield node('Principal', party.id, { name: party.name, kind: party.kind, system: party.system, external: true });
  yield edge('CAN', ref('Principal', party.id), to, props);
}

interface ExternalPrincipal {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly system: string;
}

/** Strangers are one principal per issuer; a bounded set of subjects is named by its patterns. */
export function externalPrincipal(party: ExternalParty, via: string): ExternalPrincipal {
  if (party.name === '*')
    return { id: 'anyone:aws', name: 'anyone with an AWS account', kind: 'anyone', system: 'aws' };
  if (via === 'service') return { id: `service:${party.name}`, name: party.name, kind: 'service', system: 'aws' };
  const issuer = party.name.replace(/^arn:[^:]*:iam::\d*:(oidc|saml)-provider\//, '').replace(/^https:\/\//, '');
  if (party.strangers)
    return { id: `anyone:${issuer}`, name: `anyone with a token of ${issuer}`, kind: 'anyone', system: 'federation' };
  if (via === 'oidc' || via === 'saml') {
    const subjects = party.subjects === undefined || party.subjects === 'anyone' ? '*' : party.subjects.join(',');
    return {
      id: `${via}:${issuer}:${subjects}`.slice(0, 1000),
      name: `${issuer} ${subjects}`.slice(0, 300),
      kind: 'federated-subject',
      system: 'federation',
    };
  }
  return {
    id: `aws:${party.name}:external-account:${party.name}`,
    name: `AWS account ${party.name}`,
    kind: 'account',
    system: 'aws',
  };
}
