import { hash } from 'node:crypto';
import { distinctProblems, type Problem } from '../../problem.ts';
import type { AwsPrincipal } from '../../types.ts';
import { isServiceLinkedRole } from '../arn/arn.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { type BoundPolicy, type PolicyShelf, ROOT_POLICY } from '../policy/shelf.ts';
import { type Gates, gatesKey, LAYER } from './layers.ts';

/** Raised whenever the same input may give another profile. */
const EVALUATOR_VERSION = 'aws-2';

/** A policy in its place. */
export interface LayeredPolicy {
  readonly layer: number;
  readonly policy: BoundPolicy;
}

/** All that decides what one principal can do, bound to its keys. */
export interface Standing {
  readonly policies: readonly LayeredPolicy[];
  readonly gates: Gates;
  readonly problems: readonly Problem[];
}

/**
 * Collects a principal's policies. Service control policies limit neither the management account nor service-linked roles:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp
 */
export function standingOf(
  principal: AwsPrincipal,
  lookup: KeyLookup,
  shelf: PolicyShelf,
  controls: readonly LayeredPolicy[],
): Standing {
  const bind = (policyId: string, layer: number): LayeredPolicy => ({ layer, policy: shelf.bind(policyId, lookup) });
  const own = principal.kind === 'root' ? [ROOT_POLICY.id] : [...new Set(principal.policyIds)].sort();
  const boundary = principal.boundaryId === undefined ? [] : [bind(principal.boundaryId, LAYER.boundary)];
  const session = [...new Set(principal.session?.policyIds)].sort();
  const levels = levelsOf(principal);
  const policies = [
    ...own.map((policyId) => bind(policyId, LAYER.identity)),
    ...boundary,
    ...session.map((policyId) => bind(policyId, LAYER.session)),
    ...levels.flatMap((level, index) =>
      level === 'unknown' ? [] : [...new Set(level)].sort().map((policyId) => bind(policyId, LAYER.firstLevel + index)),
    ),
    ...controls,
  ];
  const gates: Gates = {
    boundary: boundary.length > 0,
    session: session.length > 0,
    levels: levels.map((level) => (level === 'unknown' ? 'unknown' : 'present')),
  };
  return { policies, gates, problems: problemsOf(principal, policies, levels) };
}

/** A level always has a policy attached, so that one without is one that was not collected.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_attach.html */
function levelsOf(principal: AwsPrincipal): readonly (readonly string[] | 'unknown')[] {
  if (principal.managementAccount === true || isServiceLinkedRole(principal.session?.roleId ?? principal.id)) return [];
  if (principal.pathToRoot === 'unknown') return ['unknown'];
  return principal.pathToRoot.map((level) => (level.length === 0 ? 'unknown' : level));
}

function problemsOf(
  principal: AwsPrincipal,
  policies: readonly LayeredPolicy[],
  levels: readonly (readonly string[] | 'unknown')[],
): Problem[] {
  const organisation: Problem[] = levels.includes('unknown')
    ? [
        {
          code: 'organisation-unknown',
          message: `The organisation's policies for account ${principal.account} could not be collected`,
        },
      ]
    : [];
  return distinctProblems([...policies.flatMap(({ policy }) => policy.problems), ...organisation]);
}

/** Equal for principals that share a profile, within this process. */
export function standingKey(standing: Standing, account: string): string {
  const policies = standing.policies.map(({ layer, policy }) => `${layer}.${policy.id}`);
  return `${account}|${gatesKey(standing.gates)}|${policies.join(',')}`;
}

/** Equal for principals that share a profile, in every run. */
export function profileId(standing: Standing, account: string, resourceDenials: string): string {
  const policies = standing.policies.map(({ layer, policy }) => `${layer} ${policy.identity}`);
  const parts = [EVALUATOR_VERSION, account, gatesKey(standing.gates), ...policies, resourceDenials];
  return hash('sha256', parts.join('\n'), 'hex').slice(0, 32);
}
