import type { AwsPrincipal } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { parseArn } from '../arn/arn.ts';
import { isAllStar } from '../arn/glob.ts';
import { coverage, type PatternTarget } from '../arn/pattern.ts';
import { containerOf, FACETS } from '../estate.ts';
import { denialsFor } from '../resource/policies.ts';
import type { BoundResource } from '../resource/resolve.ts';
import { type FacetShare, WHOLE } from '../resource/share.ts';
import type { BoundStatement } from '../statement/bind.ts';
import { kindOf } from './evaluate.ts';
import type { StatementKind } from './kinds.ts';
import { LAYER } from './layers.ts';
import { type Standing, standingOf } from './standing.ts';

/** One resource, or one object of a bucket, as statements are held against it. */
export interface Target {
  readonly id: string;
  /** Index of its type. */
  readonly type: number;
  readonly account: string;
  readonly pattern: PatternTarget;
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
  const holder = ordinal ?? bucketOf(id, access);
  const arn = parseArn(id);
  if (holder === undefined || arn === undefined) return undefined;
  const partition = estate.partitionOf(holder);
  if (partition === undefined) return undefined;
  const account = estate.ordinals.folderOf(holder)?.path.split('/')[1] ?? '';
  const container = partition.facet && ordinal !== undefined ? (estate.ordinals.names[ordinal] ?? '') : undefined;
  const facet = ordinal === undefined ? FACETS[estate.types[partition.type] ?? ''] : undefined;
  const type = facet === undefined ? partition.type : estate.types.indexOf(facet);
  return { id, type, account, pattern: { ...arn, container } };
}

function bucketOf(id: string, access: AwsAccess): number | undefined {
  const slash = id.indexOf('/');
  const container = containerOf(id) ?? (id.includes(':s3:::') && slash > 0 ? id.slice(0, slash) : undefined);
  return container === undefined ? undefined : access.estate.ordinals.ordinalOf(container);
}

/**
 * Every statement that covers the target: of the principal, and denies of the resource.
 * @param concerns which statements matter, for a caller who asks about one action
 */
export function activeAt(
  principal: AwsPrincipal,
  target: Target,
  access: AwsAccess,
  concerns: (statement: BoundStatement) => boolean = () => true,
): { readonly standing: Standing; readonly active: readonly Active[] } {
  const lookup = access.lookupOf(principal, target.account);
  const standing = standingOf(principal, lookup, access.shelf);
  const own = standing.policies.flatMap(({ layer, policy }) =>
    policy.statements.flatMap((statement) =>
      concerns(statement) ? activeStatement(statement, policy.policyId, layer, target, access) : [],
    ),
  );
  const denials = (access.resourcePolicies.denying.get(target.account) ?? [])
    .filter((policy) => speaksFor(policy.resourceId, target.id))
    .flatMap((policy) =>
      denialsFor(policy, principal, lookup, access.tools).flatMap((statement) =>
        activeStatement(statement, policy.policyId, LAYER.resource, target, access),
      ),
    );
  return { standing, active: [...own, ...denials] };
}

/** A bucket's policy speaks for its objects as well. */
function speaksFor(resourceId: string, targetId: string): boolean {
  return resourceId === targetId || (resourceId.includes(':s3:::') && targetId.startsWith(`${resourceId}/`));
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
  if (share === undefined) return [];
  return [{ policyId, layer, statement, kind: kindOf(statement, layer, access.shares.idOf(share)) }];
}

function shareOf(resource: BoundResource, target: PatternTarget): FacetShare | undefined {
  const patterns = [...new Set(resource.patterns.flatMap((pattern) => coverage(pattern, target)))].sort();
  const whole = patterns.some(isAllStar);
  if (resource.not) return whole ? undefined : patterns.length === 0 ? WHOLE : { not: true, patterns };
  return whole ? WHOLE : patterns.length === 0 ? undefined : { not: false, patterns };
}
