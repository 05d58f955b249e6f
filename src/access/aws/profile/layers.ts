import type { PolicyLayer } from '../../types.ts';

/**
 * Layers by number: a deny counts wherever it stands, an allow only in its own layer. What a resource's policy says is in
 * three, for the way in which it names who asks:
 * `resource` by what they are (a user, a session, anyone): neither boundary nor session policy limits it;
 * `roleNamed` by the role behind the session: both limit it;
 * `accountNamed` by their account: it only lets identity policies decide.
 */
export const LAYER = {
  identity: 0,
  boundary: 1,
  session: 2,
  resource: 3,
  roleNamed: 4,
  accountNamed: 5,
  grant: 6,
  resourceControl: 7,
  firstLevel: 8,
} as const;

const NAMES: readonly PolicyLayer[] = [
  'identity',
  'boundary',
  'session',
  'resource',
  'resource',
  'resource',
  'kms-grant',
  'resource-control',
];

export function layerName(layer: number): PolicyLayer {
  return NAMES[layer] ?? `organisation:${layer - LAYER.firstLevel}`;
}

/**
 * What limits a principal wherever it goes: the boundary, the session policies and every level of the organisation. A
 * level that could not be collected is `'unknown'`: it may allow and may not.
 */
export interface Gates {
  readonly boundary: boolean;
  readonly session: boolean;
  readonly levels: readonly ('present' | 'unknown')[];
}

/** Nothing limits whoever stands outside. */
export const NO_GATES: Gates = { boundary: false, session: false, levels: [] };

export function gatesKey({ boundary, session, levels }: Gates): string {
  return `${boundary ? 'b' : ''}${session ? 's' : ''}|${levels.join(',')}`;
}

/** One way to be allowed: in each of these, one of the layers has to allow. */
export type Path = readonly (readonly number[] | 'unknown')[];

const IN_RESOURCE = [LAYER.resource, LAYER.roleNamed, LAYER.accountNamed];

function limits({ boundary, session }: Gates): Path {
  return [...(boundary ? [[LAYER.boundary]] : []), ...(session ? [[LAYER.session]] : [])];
}

function levels({ levels: all }: Gates): Path {
  return all.map((level, index) => (level === 'unknown' ? level : [LAYER.firstLevel + index]));
}

/**
 * By the principal's own policies, within its account. A KMS key counts them only where its policy names the account:
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 */
export function identityPath(gates: Gates, delegated: boolean): Path {
  return [[LAYER.identity], ...(delegated ? [[LAYER.accountNamed]] : []), ...limits(gates), ...levels(gates)];
}

/**
 * By the resource's policy, within the account:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function resourcePaths(gates: Gates): readonly Path[] {
  return [
    [[LAYER.resource], ...levels(gates)],
    [[LAYER.roleNamed], ...limits(gates), ...levels(gates)],
  ];
}

/** From another account both sides have to allow:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html */
export function crossAccountPath(gates: Gates): Path {
  return [[LAYER.identity], IN_RESOURCE, ...limits(gates), ...levels(gates)];
}

/** Someone outside, of whom only the resource's policy speaks. */
export const OUTSIDE_PATH: Path = [IN_RESOURCE];

/** By a grant on a key, which neither boundary nor session policy limits:
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html */
export function grantPath(gates: Gates): Path {
  return [[LAYER.grant], ...levels(gates)];
}
