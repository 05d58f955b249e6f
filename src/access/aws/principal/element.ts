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

/** How an element names a caller: by its own ARN, by one of its sessions, by its account, as anyone; or not at all. */
export type NamedAs = 'itself' | 'session' | 'account' | 'anyone' | 'not-named';

/** The caller's ARN is that of a user, or of the role behind a session. */
export function namedAs(element: PrincipalElement, arn: string, account: string): NamedAs {
  if (element.arns.includes(arn)) return 'itself';
  if (element.arns.some((each) => roleOfSession(each) === arn)) return 'session';
  if (element.accounts.includes(account)) return 'account';
  return element.anyone ? 'anyone' : 'not-named';
}

const SESSION = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.+$/;

/**
 * The role of a session's ARN. A session's ARN has no path, so that it stands for the role of that name directly under
 * the account; a role with a path is found by name in `sessionKey`.
 */
export function roleOfSession(arn: string): string | undefined {
  const found = SESSION.exec(arn);
  return found === null ? undefined : `arn:${found[1]}:iam::${found[2]}:role/${found[3]}`;
}
