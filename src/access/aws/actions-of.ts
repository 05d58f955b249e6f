import type { AwsPrincipal } from '../types.ts';
import type { AwsAccess } from './access.ts';
import { actionMatches } from './action/sets.ts';
import { isServiceLinkedRole, parseArn } from './arn/arn.ts';
import { coverage } from './arn/pattern.ts';
import type { KeyLookup } from './condition/keys.ts';
import { ROOT_POLICY } from './policy/shelf.ts';
import type { BoundResource } from './resource/resolve.ts';
import { bindStatement, STRENGTH, type Strength } from './statement/bind.ts';
import type { PolicyStatement } from './statement/statement.ts';
import { either, type Sureness } from './trust/verdict.ts';

/** Condition keys of a request that are known, lower case: `{'iam:passedtoservice': 'lambda.amazonaws.com'}`. */
export type KnownKeys = Readonly<Record<string, string>>;

/** What one principal's own policies say about one action. */
export interface ActionAnswer {
  /**
   * How surely it is allowed on one ARN, of something that is there or that could be made; `undefined` when it is not. `*` for
   * an action that names no resource: only a statement on every resource allows that one.
   */
  on(arn: string): Sureness | undefined;
  /** The resource patterns that its own policies allow it on, as text; `*` for every resource. */
  readonly patterns: readonly string[];
}

/** Layers that must all allow: the identity's own policies, the boundary, each level of the organisation. */
type Layer = readonly string[] | 'unknown';

/** A statement that is about the action. */
interface Said {
  readonly layer: number;
  readonly deny: boolean;
  readonly strength: Strength;
  readonly keys: readonly string[];
  readonly resource: BoundResource;
}

/**
 * What a principal's own policies, its boundary and its organisation say about one action of any service, be its resources in
 * the estate or not. The policy of a resource has no say here: for resources of the estate that is `explain`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @param action `lambda:CreateFunction`, any case
 */
export function askAction(
  access: AwsAccess,
  principal: AwsPrincipal,
  action: string,
  known: KnownKeys = {},
): ActionAnswer {
  const name = action.toLowerCase();
  const lookup = lookupOf(access, principal, known);
  const layers = layersOf(principal);
  const said = layers.flatMap((layer, index) =>
    layer === 'unknown' ? [] : layer.flatMap((id) => saidBy(access, id, index, name, lookup)),
  );
  const own = said.filter(({ layer, deny, resource }) => layer === 0 && !deny && !resource.not);
  return {
    patterns: [...new Set(own.flatMap(({ resource }) => resource.patterns.map(textOf)))],
    on: (arn) => {
      const parts = parseArn(arn);
      const about = said.filter(({ resource }) => covers(resource, parts));
      return verdictOf(about, layers);
    },
  };
}

/** Whether a policy allows anybody one of the actions, on something. */
export function allowsAny(
  access: AwsAccess,
  policyId: string,
  kind: 'identity' | 'resource',
  actions: readonly string[],
): boolean {
  return access.shelf
    .compiled(policyId, kind)
    .statements.some(
      ({ effect, action }) => effect === 'Allow' && actions.some((name) => concerns(action, name.toLowerCase())),
    );
}

/** The surest of several answers. */
export function surest(answers: Iterable<Sureness | undefined>): Sureness | undefined {
  let best: Sureness | undefined;
  for (const one of answers) if (one !== undefined) best = either(best, one);
  return best;
}

/** The policies that are the principal's own, its groups' included. */
export function identityOf(principal: AwsPrincipal): readonly string[] {
  return principal.kind === 'root' ? [ROOT_POLICY.id] : principal.policyIds;
}

function layersOf(principal: AwsPrincipal): readonly Layer[] {
  const boundary = principal.boundaryId === undefined ? [] : [[principal.boundaryId]];
  return [identityOf(principal), ...boundary, ...levelsOf(principal)];
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html#not-restricted-by-scp */
function levelsOf(principal: AwsPrincipal): readonly Layer[] {
  if (principal.managementAccount === true || isServiceLinkedRole(principal.id)) return [];
  if (principal.pathToRoot === 'unknown') return ['unknown'];
  return principal.pathToRoot.map((level) => (level.length === 0 ? 'unknown' : level));
}

/** What is known of the request wins; what only the resource could tell is not known. */
function lookupOf(access: AwsAccess, principal: AwsPrincipal, known: KnownKeys): KeyLookup {
  const own = access.lookupOf(principal);
  return (key) => {
    const given = known[key];
    if (given !== undefined) return [given];
    const value = own(key);
    return typeof value !== 'string' || value === 'absent' ? value : 'unknown';
  };
}

function saidBy(access: AwsAccess, policyId: string, layer: number, action: string, lookup: KeyLookup): Said[] {
  return access.shelf
    .compiled(policyId, 'identity')
    .statements.filter((statement) => concerns(statement.action, action))
    .flatMap((statement) => bindStatement(statement, lookup, access.tools))
    .map(({ deny, strength, keys, resource }) => ({
      layer,
      deny,
      strength,
      resource,
      keys: strength === STRENGTH.conditional ? (access.keyLists.valueOf(keys) ?? []) : [],
    }));
}

function concerns({ patterns, not }: PolicyStatement['action'], action: string): boolean {
  return patterns.some((pattern) => actionMatches(pattern, action)) !== not;
}

function covers({ patterns, not }: BoundResource, arn: ReturnType<typeof parseArn>): boolean {
  const named = patterns.some(
    (pattern) => pattern.every || (arn !== undefined && coverage(pattern, { ...arn, container: undefined }).length > 0),
  );
  return named !== not;
}

function textOf({ every, partition, service, region, account, resource }: BoundResource['patterns'][number]): string {
  return every ? '*' : ['arn', partition, service, region, account, resource].join(':');
}

/** Certain: unconditional allows against every deny; conditional and unknown as `judge` has them. */
function verdictOf(said: readonly Said[], layers: readonly Layer[]): Sureness | undefined {
  const denies = said.filter(({ deny }) => deny);
  const passes = (strongest: Strength, missing: boolean, denied: readonly Said[]): boolean =>
    denied.length === 0 &&
    layers.every((layer, index) =>
      layer === 'unknown' ? missing : said.some((one) => !one.deny && one.layer === index && one.strength <= strongest),
    );
  if (passes(STRENGTH.certain, false, denies)) return { certainty: 'certain', conditionKeys: [] };
  const conditionKeys = [...new Set(said.flatMap(({ keys }) => keys))].sort();
  const standing = denies.filter(({ strength }) => strength !== STRENGTH.conditional);
  if (passes(STRENGTH.conditional, false, standing)) return { certainty: 'conditional', conditionKeys };
  const sure = denies.filter(({ strength }) => strength === STRENGTH.certain);
  return passes(STRENGTH.unreadable, true, sure) ? { certainty: 'unknown', conditionKeys } : undefined;
}
