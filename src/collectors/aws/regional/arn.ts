/** The parts of an ARN, `arn:<partition>:<service>:<region>:<account>:<resource>`. Region and account may be empty. */
export interface Arn {
  readonly text: string;
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the account: `secret:prod/db-AbCdEf`, `table/orders`. */
  readonly resource: string;
}

const PARTS = /^arn:([^:\s]+):([^:\s]+):([^:\s]*):([^:\s]*):(\S.*)$/;

/** `undefined` for what is not an ARN. */
export function parseArn(text: unknown): Arn | undefined {
  if (typeof text !== 'string') return undefined;
  const parts = PARTS.exec(text);
  if (parts === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = parts;
  return { text, partition, service, region, account, resource };
}

/** The partition a region belongs to. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** An account and a region: where a regional list was made. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The ARN of something that a list names by its id only. */
export function arnIn(place: Place, service: string, resource: string): string {
  return `arn:${partitionOf(place.region)}:${service}:${place.region}:${place.account}:${resource}`;
}

const SECRET_ARN = /^arn:[^:\s]+:secretsmanager:[^:\s]+:\d{12}:secret:[^:\s]+/;
const PARAMETER_ARN = /^arn:[^:\s]+:ssm:[^:\s]+:\d{12}:parameter\/\S+$/;

/**
 * The container a reference leads to: the secret of a Secrets Manager reference (which may go on with
 * `:<JSON key>:<version stage>:<version id>`), or the SSM parameter. `undefined` for anything else.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function secretReference(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return SECRET_ARN.exec(value)?.[0] ?? (PARAMETER_ARN.test(value) ? value : undefined);
}
