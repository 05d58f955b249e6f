import type { AwsPrincipal } from '../../types.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { namedAs, type PrincipalElement } from '../principal/element.ts';
import { LAYER } from '../profile/layers.ts';
import { type BindingTools, type BoundStatement, bindStatement, STRENGTH } from '../statement/bind.ts';
import type { PolicyStatement } from '../statement/statement.ts';
import type { ResourcePolicy } from './policies.ts';

/** A statement of a resource's policy as it concerns one principal, in the layer it counts in. */
export interface Said {
  readonly layer: number;
  readonly statement: BoundStatement;
}

/** All that a resource's policy says to a principal, bound to its keys. */
export function saidTo(
  policy: Pick<ResourcePolicy, 'statements' | 'account' | 'closedToOthers'>,
  principal: AwsPrincipal,
  lookup: KeyLookup,
  tools: BindingTools,
): Said[] {
  const closed = policy.closedToOthers && principal.account !== policy.account;
  return policy.statements.flatMap((statement) => {
    if (statement.effect === 'Deny') return denied(statement, principal, lookup, tools);
    return closed ? [] : allowed(statement, principal, lookup, tools);
  });
}

export function denied(
  statement: PolicyStatement,
  principal: AwsPrincipal,
  lookup: KeyLookup,
  tools: BindingTools,
): Said[] {
  const addressed = denyAddresses(statement.principal, principal);
  if (addressed === 'no') return [];
  return bindStatement(statement, lookup, tools).map((bound) => ({
    layer: LAYER.resource,
    statement: addressed === 'yes' ? bound : onlySomeSessions(bound, tools),
  }));
}

/** Whether and how surely a deny of a resource's policy is meant for a principal. */
function denyAddresses(element: PrincipalElement | undefined, principal: AwsPrincipal): 'yes' | 'some-session' | 'no' {
  // A statement that could not be read may address anyone.
  if (element === undefined) return 'yes';
  if (element.not) return denyOfOthers(element, principal);
  if (element.accounts.includes(principal.account)) return 'yes';
  const named = namedAs(element, principal);
  return named === 'not-named' ? 'no' : named === 'some-session' ? named : 'yes';
}

/**
 * The account has to be listed beside the principal that is spared, and does not spare the others; nobody with a boundary
 * is spared.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function denyOfOthers(element: PrincipalElement, principal: AwsPrincipal): 'yes' | 'some-session' | 'no' {
  if (principal.boundaryId !== undefined) return 'yes';
  const named = namedAs(element, principal);
  if (named === 'some-session') return named;
  return named === 'account' || named === 'not-named' ? 'yes' : 'no';
}

function allowed(statement: PolicyStatement, principal: AwsPrincipal, lookup: KeyLookup, tools: BindingTools): Said[] {
  const element = statement.principal;
  if (element === undefined) return unsaid(statement, lookup, tools);
  const bound = (): BoundStatement[] => bindStatement(statement, lookup, tools);
  const named = namedAs(element, principal);
  if (element.not)
    return named === 'not-named' ? bound().map((each) => ({ layer: LAYER.resource, statement: each })) : [];
  const layer = named === 'not-named' ? undefined : LAYER_OF[named];
  if (layer === undefined) return [];
  if (named !== 'some-session') return bound().map((each) => ({ layer, statement: each }));
  const byAccount = element.accounts.includes(principal.account);
  return bound().flatMap((each) => [
    { layer, statement: onlySomeSessions(each, tools) },
    ...(byAccount ? [{ layer: LAYER.accountNamed, statement: each }] : []),
  ]);
}

const LAYER_OF = {
  itself: LAYER.resource,
  anyone: LAYER.resource,
  'some-session': LAYER.resource,
  role: LAYER.roleNamed,
  account: LAYER.accountNamed,
} as const;

/** A policy that could not be read may name anyone's account; whom else it names is not guessed. */
function unsaid(statement: PolicyStatement, lookup: KeyLookup, tools: BindingTools): Said[] {
  return bindStatement(statement, lookup, tools).map((each) => ({ layer: LAYER.accountNamed, statement: each }));
}

/** A statement that names a session of a role depends on the name the session is given. */
function onlySomeSessions(statement: BoundStatement, tools: BindingTools): BoundStatement {
  if (statement.strength === STRENGTH.unreadable) return statement;
  const keys = [...new Set([...(tools.keyLists.valueOf(statement.keys) ?? []), 'sts:RoleSessionName'])].sort();
  return { ...statement, strength: STRENGTH.conditional, keys: tools.keyLists.idOf(keys) };
}
