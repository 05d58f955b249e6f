import { redactText } from '../../../lib/redact.ts';
import { parseArn } from '../regional/arn.ts';
import { type TrailRecord, textAt } from './read.ts';

/** Who acted, in the keys of the inventory. */
export interface Actor {
  readonly principal: string | undefined;
  readonly credential: string | undefined;
  readonly session: string | undefined;
  readonly sessionName: string | undefined;
  readonly person: string | undefined;
}

const ACCESS_KEY_ID = /^A[KS]IA[A-Z0-9]{8,124}$/;
const EMAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/;
/** Roles of Identity Center: their session name is the user name there. */
const IDENTITY_CENTER_ROLE = /:role\/aws-reserved\/sso\.amazonaws\.com\//;

/**
 * The actor of a record whose day (UTC, `2026-11-20`) is given.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOf(record: TrailRecord, day: string): Actor {
  const principal = principalOf(record);
  const sessionName = sessionNameOf(record);
  const key = textAt(record, 'userIdentity', 'accessKeyId');
  return {
    principal,
    credential: key !== undefined && ACCESS_KEY_ID.test(key) ? key : undefined,
    session:
      principal === undefined || sessionName === undefined ? undefined : `session:${principal}/${sessionName}/${day}`,
    sessionName,
    person: personOf(record, principal, sessionName),
  };
}

type PrincipalRule = (record: TrailRecord) => string | undefined;

/** By `userIdentity.type`. A type that is not here is taken by its ARN, when it has one. */
const PRINCIPAL: Readonly<Record<string, PrincipalRule>> = {
  AssumedRole: (record) => issuerArn(record) ?? roleOfSession(record),
  FederatedUser: (record) => issuerArn(record),
  WebIdentityUser: webIdentity,
  SAMLUser: (record) =>
    textAt(record, 'requestParameters', 'principalArn') ?? textAt(record, 'requestParameters', 'sAMLProviderArn'),
  AWSService: (record) => prefixed('service:', textAt(record, 'userIdentity', 'invokedBy')),
  IdentityCenterUser: identityCenterUser,
  // A principal of another account: its unique id is told, its ARN only where that account allows it.
  AWSAccount: (record) => textAt(record, 'userIdentity', 'arn'),
};

function principalOf(record: TrailRecord): string | undefined {
  const type = textAt(record, 'userIdentity', 'type');
  const rule = type === undefined || !Object.hasOwn(PRINCIPAL, type) ? undefined : PRINCIPAL[type];
  if (rule !== undefined) return rule(record);
  const arn = parseArn(textAt(record, 'userIdentity', 'arn'));
  return arn?.resource.startsWith('assumed-role/') === true ? roleOfSession(record) : arn?.text;
}

function issuerArn(record: TrailRecord): string | undefined {
  return textAt(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn');
}

/**
 * Without an issuer the role is told by the session's ARN, which has no path: right for roles without one, not known for
 * those that always have one.
 */
function roleOfSession(record: TrailRecord): string | undefined {
  const session = parseArn(textAt(record, 'userIdentity', 'arn'));
  const [type, role] = session?.resource.split('/') ?? [];
  if (session === undefined || type !== 'assumed-role' || role === undefined) return undefined;
  if (/^AWS(?:ReservedSSO|ServiceRoleFor)/.test(role)) return undefined;
  return `arn:${session.partition}:iam::${session.account}:role/${role}`;
}

/** `oidc:<issuer host and path>:<subject>` of AssumeRoleWithWebIdentity. */
function webIdentity(record: TrailRecord): string | undefined {
  const provider = textAt(record, 'userIdentity', 'identityProvider');
  const subject = textAt(record, 'userIdentity', 'userName');
  if (provider === undefined || subject === undefined) return undefined;
  const issuer = provider.replace(/^arn:[^:]+:iam::\d+:oidc-provider\//, '').replace(/^https?:\/\//, '');
  return `oidc:${issuer}:${subject}`;
}

function identityCenterUser(record: TrailRecord): string | undefined {
  const store = textAt(record, 'userIdentity', 'onBehalfOf', 'identityStoreArn')?.split('/').at(-1);
  const user = textAt(record, 'userIdentity', 'onBehalfOf', 'userId');
  return store === undefined || user === undefined ? undefined : `aws:${store}:user:${user}`;
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${prefix}${text}`;
}

/** The name of a role session or federated user: what follows the last slash of its ARN, or the colon of its id. */
function sessionNameOf(record: TrailRecord): string | undefined {
  const arn = parseArn(textAt(record, 'userIdentity', 'arn'));
  const parts = arn?.service === 'sts' ? arn.resource.split('/') : [];
  const type = textAt(record, 'userIdentity', 'type');
  const fromId = type === 'AssumedRole' ? textAt(record, 'userIdentity', 'principalId')?.split(':')[1] : undefined;
  const name =
    (parts[0] === 'assumed-role' ? parts[2] : parts[0] === 'federated-user' ? parts[1] : undefined) ?? fromId;
  return name === undefined || name === '' ? undefined : redactText(name);
}

/** Who the record says is behind it: the source identity, the user it is on behalf of, a name that is an e-mail address. */
function personOf(
  record: TrailRecord,
  principal: string | undefined,
  sessionName: string | undefined,
): string | undefined {
  const identity =
    textAt(record, 'userIdentity', 'sessionContext', 'sourceIdentity') ??
    textAt(record, 'requestParameters', 'sourceIdentity');
  if (identity !== undefined) return personName(identity);
  const onBehalfOf = identityCenterUser(record);
  if (onBehalfOf !== undefined) return onBehalfOf;
  const names = [sessionName, textAt(record, 'userIdentity', 'userName')];
  const email = names.find((name) => name !== undefined && EMAIL.test(name));
  if (email !== undefined) return personName(email);
  return principal !== undefined && IDENTITY_CENTER_ROLE.test(principal) ? sessionName : undefined;
}

function personName(name: string): string {
  return redactText(EMAIL.test(name) ? name.toLowerCase() : name);
}
