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

/** `undefined` for what is not an ARN. Cuts at colons by hand: an estate has a million of them. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const service = text.indexOf(':', 4) + 1;
  const region = service === 0 ? 0 : text.indexOf(':', service) + 1;
  const account = region === 0 ? 0 : text.indexOf(':', region) + 1;
  const resource = account === 0 ? 0 : text.indexOf(':', account) + 1;
  if (resource === 0 || resource === text.length || service === 5 || region === service + 1) return undefined;
  return {
    partition: text.slice(4, service - 1),
    service: text.slice(service, region - 1),
    region: text.slice(region, account - 1),
    account: text.slice(account, resource - 1),
    resource: text.slice(resource),
  };
}

/** Where the resource part of an ARN begins; 0 for what has no five colons or nothing after them. */
export function resourceStart(text: string): number {
  let at = -1;
  for (let colon = 0; colon < 5; colon += 1) {
    at = text.indexOf(':', at + 1);
    if (at < 0) return 0;
  }
  return at + 1 === text.length ? 0 : at + 1;
}

/** The last part of a principal's name: `arn:…:role/team/deployer` → `deployer`. */
export function friendlyName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Service-linked roles live under this path and cannot be edited. */
export function isServiceLinkedRole(arn: string): boolean {
  return arn.includes(':role/aws-service-role/');
}
