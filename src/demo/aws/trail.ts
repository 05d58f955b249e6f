import type { Json, Person } from '../types.ts';
import type { AwsAccount } from './account.ts';
import { HOME } from './resources.ts';

/** Who acts, as `userIdentity` of a CloudTrail record. */
export function asUser(account: AwsAccount, userName: string, accessKeyId: string): Json {
  return {
    type: 'IAMUser',
    principalId: account.random.iamId('AIDA'),
    arn: `arn:aws:iam::${account.id}:user/${userName}`,
    accountId: account.id,
    accessKeyId,
    userName,
  };
}

/** A role's session. `sessionName`: what CloudTrail shows behind the role. */
export function asRole(account: AwsAccount, roleArn: string, sessionName: string, key?: string): Json {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const principalId = account.random.iamId('AROA');
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${sessionName}`,
    arn: `arn:aws:sts::${account.id}:assumed-role/${role}/${sessionName}`,
    accountId: account.id,
    accessKeyId: key ?? account.random.sessionKeyId(),
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId, arn: roleArn, accountId: account.id, userName: role },
      attributes: { creationDate: account.times.stamp(1), mfaAuthenticated: 'false' },
    },
  };
}

/** A person who came through Identity Center: the session is named after them. */
export function asPerson(account: AwsAccount, person: Person, permissionSet = 'BuilderAccess'): Json {
  return asRole(account, ssoRoleArn(account, permissionSet), person.email);
}

/** The role that a permission set is provisioned as; its sixteen digits are told by account and set. */
export function ssoRoleArn(account: AwsAccount, permissionSet: string): string {
  const suffix = [...`${account.id}${permissionSet}`]
    .reduce((sum, letter) => (sum * 31n + BigInt(letter.charCodeAt(0))) % 0xffff_ffff_ffff_ffffn, 7n)
    .toString(16)
    .padStart(16, '0');
  return `arn:aws:iam::${account.id}:role/aws-reserved/sso.amazonaws.com/${HOME}/AWSReservedSSO_${permissionSet}_${suffix}`;
}

/** A run of GitHub Actions, as the subject of its token. */
export function asPipeline(account: AwsAccount, subject: string): Json {
  const identityProvider = `arn:aws:iam::${account.id}:oidc-provider/token.actions.githubusercontent.com`;
  return {
    type: 'WebIdentityUser',
    principalId: `${identityProvider}:sts.amazonaws.com:${subject}`,
    userName: subject,
    identityProvider,
  };
}

export interface TrailEvent {
  readonly by: Json;
  /** `<service>:<Operation>`. */
  readonly action: string;
  /** Days, and hours, before now. */
  readonly days: number;
  readonly hours?: number;
  readonly region?: string;
  readonly ip?: string;
  readonly agent?: string;
  readonly request?: Json | null;
  readonly response?: Json | null;
  readonly resources?: readonly Json[];
  readonly error?: string;
}

const CLI = 'aws-cli/2.31.8 md/awscrt#0.27.6 ua/2.1 os/macos#24.6.0 lang/python#3.13.7';
/** Operations on data, which a trail logs as data events. */
const DATA = /^(s3:(Get|Put|Delete)Object|rds-data:|bedrock:Invoke|dynamodb:(Get|Put|Query|Scan))/;

/** Adds a record to the account's trail. */
export function record(account: AwsAccount, event: TrailEvent): void {
  const [service = '', operation = ''] = event.action.split(':');
  const isGlobal = service === 'iam' || service === 'organizations';
  const isData = DATA.test(event.action);
  account.trail.push({
    eventVersion: '1.11',
    userIdentity: event.by,
    eventTime: account.times.stamp(event.days, event.hours ?? 0),
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: isGlobal ? 'us-east-1' : (event.region ?? HOME),
    sourceIPAddress: event.ip ?? '198.51.100.24',
    userAgent: event.agent ?? CLI,
    ...(event.error === undefined ? {} : { errorCode: event.error, errorMessage: 'User is not authorized' }),
    requestParameters: event.request ?? null,
    responseElements: event.response ?? null,
    requestID: account.random.uuid(),
    eventID: account.random.uuid(),
    readOnly: /^(Get|List|Describe|Invoke|Query|Scan)/.test(operation),
    ...(event.resources === undefined ? {} : { resources: event.resources }),
    eventType: 'AwsApiCall',
    managementEvent: !isData,
    recipientAccountId: account.id,
    eventCategory: isData ? 'Data' : 'Management',
  });
}
