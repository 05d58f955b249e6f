/**
 * `arn:partition:service:region:account:resource`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty where the service's ARNs have none (IAM, S3). */
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon, `table/orders`, `secret:prod/db-AbCdEf`. */
  readonly resource: string;
}

const PARTS = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s;

/** `undefined` for what is not an ARN. */
export function parseArn(text: string): Arn | undefined {
  const parts = PARTS.exec(text);
  if (parts === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = parts;
  return { partition, service, region, account, resource };
}

/** The last part of a principal's name: `arn:…:role/team/deployer` → `deployer`. */
export function friendlyName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Service-linked roles live under this path and cannot be edited. */
export function isServiceLinkedRole(arn: string): boolean {
  return arn.includes(':role/aws-service-role/');
}
