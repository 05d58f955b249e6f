import { createHash } from 'node:crypto';
import type { MapContext } from '../../collect/index.ts';
import { messageOf } from '../../lib/errors.ts';
import { redactText } from '../../lib/redact.ts';
import { edge, node, ref, resourcePath } from '../../schema/index.ts';
import { required, textAt } from './fields.ts';
import { type Grant, grantsOf } from './grants.ts';
import * as keys from './keys.ts';
import { rulesOf } from './policy.ts';
import { lastSegment, type VaultRaw } from './routes.ts';

/** A policy: its document, those who have it, and what it grants. */
export function mapPolicy(raw: VaultRaw, { scope }: MapContext) {
  const name = required(textAt(raw.data, 'name') ?? lastSegment(raw.path), 'name');
  const document = required(textAt(raw.data, 'policy') ?? textAt(raw.data, 'rules'), 'policy');
  const self = keys.policyHolders(scope, name);
  const read = grantsFrom(document, scope, raw);
  const policy = ref('Policy', `policy:vault-hcl:${createHash('sha256').update(document).digest('hex')}`);
  return [
    node('Principal', self.id, {
      name: `policy ${name}`,
      kind: 'vault-policy',
      system: 'vault',
      tenant: scope,
      problems: read.problem === undefined ? undefined : [read.problem],
    }),
    // Nothing keeps people from writing a secret into a comment.
    node('Policy', policy.id, { language: 'vault-hcl', name, document: redactText(document) }),
    edge('GOVERNED_BY', self, policy, { roles: ['identity'], names: [name] }),
    ...read.grants.flatMap((grant) => grantRecords(scope, name, grant)),
  ];
}

/** A policy that cannot be understood grants something we do not know: that is said, and nothing is made up. */
function grantsFrom(document: string, scope: string, raw: VaultRaw) {
  try {
    return { grants: grantsOf(rulesOf(document), scope, raw.mounts), problem: undefined };
  } catch (thrown) {
    return { grants: [], problem: `the policy cannot be read: ${messageOf(thrown)}` };
  }
}

function grantRecords(scope: string, policy: string, grant: Grant) {
  const access = edge('CAN', keys.policyHolders(scope, policy), grant.resource, {
    certain: filled(grant.certain),
    possible: filled(grant.possible),
    conditionKeys: filled(grant.conditions),
    via: `policy ${policy}`,
  });
  const path = /^vault:.*?:path:(.*)$/s.exec(grant.resource.id)?.[1];
  return path === undefined ? [access] : [pathNode(scope, grant, path), access];
}

function filled(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Paths whose answer is a credential made for the caller. */
const GIVES_CREDENTIALS = /\/(creds|static-creds|sts|issue|roleset|static-account)\//;

/** A path of the API that no inventory lists. */
function pathNode(scope: string, grant: Grant, path: string) {
  return node('Resource', grant.resource.id, {
    name: path,
    kind: 'vault:path',
    system: 'vault',
    tenant: scope,
    path: resourcePath('vault', scope, 'vault:path', undefined, path),
    secretContainer: GIVES_CREDENTIALS.test(path) ? true : undefined,
  });
}
