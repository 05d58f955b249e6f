import type { AwsPrincipal } from '../../types.ts';
import { friendlyName } from '../arn/arn.ts';
import { asTexts, isRecord } from '../policy/json.ts';

/**
 * A `Principal` or `NotPrincipal` element.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export interface PrincipalElement {
  readonly not: boolean;
  /** `"*"` or `{"AWS": "*"}`: anyone, signed in to AWS or not. */
  readonly anyone: boolean;
  /** Account numbers (of `arn:…:root` and of a bare number). */
  readonly accounts: readonly string[];
  /** ARNs of users, roles and sessions, and unique ids (`AIDA…`) of principals that were deleted. */
  readonly arns: readonly string[];
  readonly services: readonly string[];
  /** Provider ARNs and host names of SAML and OIDC issuers. */
  readonly federated: readonly string[];
  /** S3 canonical user ids: they say nothing that we hold an id for. */
  readonly canonical: readonly string[];
}

const ACCOUNT = /^(?:arn:[^:]+:iam::)?(\d{12}|\d+)(?::root)?$/;

/** `undefined` when the element has another shape than the grammar allows. */
export function parsePrincipal(element: unknown, not: boolean): PrincipalElement | undefined {
  if (element === '*') return { ...NOBODY, not, anyone: true };
  if (!isRecord(element)) return undefined;
  const kinds: Record<string, readonly string[]> = {};
  for (const [kind, value] of Object.entries(element)) {
    const texts = asTexts(value);
    if (texts === undefined || !KINDS.has(kind)) return undefined;
    kinds[kind] = texts;
  }
  const named = kinds['AWS'] ?? [];
  return {
    not,
    anyone: named.includes('*'),
    accounts: named.flatMap((each) => ACCOUNT.exec(each)?.[1] ?? []),
    arns: named.filter((each) => each !== '*' && !ACCOUNT.test(each)),
    services: kinds['Service'] ?? [],
    federated: kinds['Federated'] ?? [],
    canonical: kinds['CanonicalUser'] ?? [],
  };
}

const KINDS = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

const NOBODY: Omit<PrincipalElement, 'not' | 'anyone'> = {
  accounts: [],
  arns: [],
  services: [],
  federated: [],
  canonical: [],
};

/**
 * How an element names a caller: as what they are, by the role behind their session, by a session of the role that may or
 * may not be theirs, by their account, as anyone; or not at all.
 */
export type NamedAs = 'itself' | 'role' | 'some-session' | 'account' | 'anyone' | 'not-named';

/** A role stands for any of its sessions: what names the role names each of them. */
export function namedAs(element: PrincipalElement, { id, kind, account, session }: AwsPrincipal): NamedAs {
  const role = kind === 'role' ? id : session?.roleId;
  if (role !== id && element.arns.includes(id)) return 'itself';
  if (element.anyone) return 'anyone';
  if (role !== undefined && element.arns.includes(role)) return 'role';
  if (kind === 'role' && element.arns.some((each) => isSessionOf(each, id, account))) return 'some-session';
  return element.accounts.includes(account) ? 'account' : 'not-named';
}

const SESSION = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.+$/;

/** A session's ARN has the role's name without its path. */
function isSessionOf(arn: string, role: string, account: string): boolean {
  const found = SESSION.exec(arn);
  return found !== null && found[2] === account && found[3] === friendlyName(role);
}

/** Account and name of the role of a session's ARN, as `roleKey` writes it. */
export function sessionRole(arn: string): string | undefined {
  const found = SESSION.exec(arn);
  return found === null ? undefined : `${found[2]}/${found[3]}`;
}

/** A role by its account and its name, which is unique in it whatever its path. */
export function roleKey({ id, account }: Pick<AwsPrincipal, 'id' | 'account'>): string {
  return `${account}/${friendlyName(id)}`;
}
