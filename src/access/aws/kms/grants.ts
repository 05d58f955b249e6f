import type { AwsPrincipal, KmsGrant } from '../../types.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { namedAs } from '../principal/element.ts';
import { type BindingTools, type BoundStatement, bindStatement } from '../statement/bind.ts';
import { type PolicyStatement, readStatement } from '../statement/statement.ts';

/** A grant, read as the statement it amounts to. */
export interface GrantStatement {
  readonly id: string;
  readonly statement: PolicyStatement;
}

/** Grants by the ARN of their key. */
export type KeyGrants = ReadonlyMap<string, readonly GrantStatement[]>;

export function readKeyGrants(grants: Iterable<KmsGrant>): KeyGrants {
  const byKey = new Map<string, GrantStatement[]>();
  for (const grant of grants) {
    const onKey = byKey.get(grant.keyId) ?? [];
    byKey.set(grant.keyId, onKey);
    onKey.push(...grantStatements(grant));
  }
  return byKey;
}

/** A constraint asks for an encryption context, which only the request has:
 * https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-constraints */
function grantStatements({ id, keyId, grantee, operations, constrained }: KmsGrant): GrantStatement[] {
  const written = {
    Effect: 'Allow',
    Principal: grantee.startsWith('arn:') ? { AWS: grantee } : { Service: grantee },
    Action: operations.map((operation) => `kms:${operation}`),
    Resource: keyId,
    ...(constrained === true ? { Condition: { Null: { 'kms:EncryptionContextKeys': 'false' } } } : {}),
  };
  return readStatement(written, 0, false, 'resource').statements.map((statement) => ({ id, statement }));
}

/** The grants on a key that are given to a principal. */
export function grantedTo(
  principal: AwsPrincipal,
  lookup: KeyLookup,
  grants: readonly GrantStatement[],
  tools: BindingTools,
): { readonly id: string; readonly statement: BoundStatement }[] {
  return grants.flatMap(({ id, statement }) => {
    const named = statement.principal && namedAs(statement.principal, principal);
    if (named !== 'itself' && named !== 'role') return [];
    return bindStatement(statement, lookup, tools).map((bound) => ({ id, statement: bound }));
  });
}
