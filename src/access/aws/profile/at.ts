import type { AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { parseArn } from '../arn/arn.ts';
import { isAllStar } from '../arn/glob.ts';
import { coverage, type PatternTarget } from '../arn/pattern.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { decideSettled } from '../condition/settled.ts';
import { containerOf, FACETS } from '../estate.ts';
import { grantedTo } from '../kms/grants.ts';
import { controlsFor, isControlled } from '../organisation/controls.ts';
import { NO_FACTS, resourceKeys } from '../resource/facts.ts';
import { DELEGATED_TYPE, type ResourcePolicy } from '../resource/policies.ts';
import type { BoundResource } from '../resource/resolve.ts';
import { saidTo } from '../resource/said.ts';
import { type FacetShare, WHOLE } from '../resource/share.ts';
import { type BoundStatement, STRENGTH } from '../statement/bind.ts';
import { kindOf, type StatementKind } from './kinds.ts';
import { LAYER } from './layers.ts';
import { type LayeredPolicy, type Standing, standingOf } from './standing.ts';

/** One resource, or one object of a bucket, as statements are held against it. */
export interface Target {
  readonly id: string;
  /** The resource whose policy speaks for it: itself, or the bucket of an object. */
  readonly holder: string;
  /** Index of its type. */
  readonly type: number;
  readonly account: string;
  readonly pattern: PatternTarget;
  /** The condition keys that it decides. */
  readonly keys: KeyLookup;
  /** Identity policies count for it only where its own policy says so. */
  readonly delegated: boolean;
}

/** A statement that covers a target. */
export interface Active {
  readonly policyId: string;
  readonly layer: number;
  readonly statement: BoundStatement;
  readonly kind: StatementKind;
}

/** The resource of this id, or the object of a bucket we know; `undefined` for what the estate does not hold. */
export function targetOf(id: string, access: AwsAccess): Target | undefined {
  const { estate } = access;
  const ordinal = estate.ordinals.ordinalOf(id);
  const bucket = bucketOf(id, access);
  const at = ordinal ?? bucket;
  const arn = parseArn(id);
  const partition = at === undefined ? undefined : estate.partitionOf(at);
  if (at === undefined || arn === undefined || partition === undefined) return undefined;
  const container = partition.facet && ordinal !== undefined ? (estate.ordinals.names[ordinal] ?? '') : undefined;
  const facet = ordinal === undefined ? FACETS[estate.types[partition.type] ?? ''] : undefined;
  const type = facet === undefined ? partition.type : estate.types.indexOf(facet);
  const name = estate.types[type] ?? '';
  return {
    id,
    holder: (bucket === undefined ? undefined : estate.ordinals.ids[bucket]) ?? id,
    type,
    account: estate.ordinals.folderOf(at)?.path.split('/')[1] ?? '',
    pattern: { ...arn, container },
    keys: resourceKeys(name, arn.region, estate.facts[estate.factIds?.[at] ?? 0] ?? NO_FACTS),
    delegated: name === DELEGATED_TYPE,
  };
}

function bucketOf(id: string, access: AwsAccess): number | undefined {
  const slash = id.indexOf('/');
  const container = containerOf(id) ?? (id.includes(':s3:::') && slash > 0 ? id.slice(0, slash) : undefined);
  return container === undefined ? undefined : access.estate.ordinals.ordinalOf(container);
}

/** All that stands between a principal and a target. */
export interface Situation {
  readonly standing: Standing;
  readonly active: readonly Active[];
}

/**
 * Every statement that covers the target: of the principal, of the organisation on either side, of the resource.
 * @param concerns which statements matter, for a caller who asks about one action
 */
export function situationAt(
  principal: AwsPrincipal,
  target: Target,
  access: AwsAccess,
  concerns: (statement: BoundStatement) => boolean = () => true,
  lookup: KeyLookup = access.lookupOf(principal, target.account),
): Situation {
  const standing = standingWith(principal, target.account, lookup, access);
  const own = activeOf(standing.policies, target, access, concerns);
  const policy = access.resourcePolicies.byResource.get(target.holder);
  const said = policy === undefined ? [] : spoken(policy, principal, lookup, target, access);
  const granted = grantedTo(principal, lookup, access.keyGrants.get(target.id) ?? [], access.tools).flatMap(
    ({ id, statement }) => activeStatement(statement, id, LAYER.grant, target, access),
  );
  return { standing, active: [...own, ...said, ...granted] };
}

/** By the lookup it was bound with, which is of one principal and one account. */
const STANDINGS = new WeakMap<KeyLookup, Standing>();

function standingWith(principal: AwsPrincipal, account: string, lookup: KeyLookup, access: AwsAccess): Standing {
  const known = STANDINGS.get(lookup);
  if (known !== undefined) return known;
  const controls = isControlled(principal) ? controlsFor(account, lookup, access.accounts, access.shelf) : [];
  const standing = standingOf(principal, lookup, access.shelf, controls);
  STANDINGS.set(lookup, standing);
  return standing;
}

/** The statements of policies that cover a target. */
export function activeOf(
  policies: readonly LayeredPolicy[],
  target: Target,
  access: AwsAccess,
  concerns: (statement: BoundStatement) => boolean = () => true,
): Active[] {
  return policies.flatMap(({ layer, policy }) =>
    policy.statements.flatMap((statement) =>
      concerns(statement) ? activeStatement(statement, policy.policyId, layer, target, access) : [],
    ),
  );
}

/** What a resource's policy (or a role's trust policy) says to a principal about a target. */
export function spoken(
  policy: Pick<ResourcePolicy, 'statements' | 'account' | 'closedToOthers' | 'policyId'>,
  principal: AwsPrincipal,
  lookup: KeyLookup,
  target: Target,
  access: AwsAccess,
): Active[] {
  return saidTo(policy, principal, lookup, access.tools).flatMap(({ layer, statement }) =>
    activeStatement(statement, policy.policyId, layer, target, access),
  );
}

/** The statement as it covers the target, or nothing. */
export function activeStatement(
  statement: BoundStatement,
  policyId: string,
  layer: number,
  target: Target,
  access: AwsAccess,
): Active[] {
  const share = shareOf(statement.resource, target.pattern);
  const decided = share && decidedFor(statement, target, access);
  if (share === undefined || decided === undefined) return [];
  return [{ policyId, layer, statement: decided, kind: kindOf(decided, layer, access.shares.idOf(share)) }];
}

/** With what waited for the resource decided; `undefined` where it fails. */
function decidedFor(statement: BoundStatement, target: Target, { tools }: AwsAccess): BoundStatement | undefined {
  if (statement.waits === 0) return statement;
  const outcome = decideSettled(tools.settled.valueOf(statement.waits) ?? [], target.keys);
  if (outcome.state === 'failed') return undefined;
  if (outcome.state !== 'undecided') return { ...statement, waits: 0 };
  const keys = [...new Set([...(tools.keyLists.valueOf(statement.keys) ?? []), ...outcome.keys])].sort();
  return { ...statement, waits: 0, strength: STRENGTH.conditional, keys: tools.keyLists.idOf(keys) };
}

function shareOf(resource: BoundResource, target: PatternTarget): FacetShare | undefined {
  const patterns = [...new Set(resource.patterns.flatMap((pattern) => coverage(pattern, target)))].sort();
  const whole = patterns.some(isAllStar);
  if (resource.not) return whole ? undefined : patterns.length === 0 ? WHOLE : { not: true, patterns };
  return whole ? WHOLE : patterns.length === 0 ? undefined : { not: false, patterns };
}
