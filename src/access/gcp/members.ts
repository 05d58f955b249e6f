/** The members of a policy that a principal counts as. */
export interface Subjects {
  readonly members: ReadonlySet<string>;
  /** It may be in this set: a set of a pool by an attribute that is not known of it. */
  mayBe(member: string): boolean;
}

/** Strangers: a grant to them is open to the internet, or to anyone with a Google account. */
export const PUBLIC = ['allUsers', 'allAuthenticatedUsers'] as const;

const POOL_SUBJECT =
  /^principal:\/\/(iam\.googleapis\.com\/.+?\/(?:workloadIdentityPools|workforcePools)\/[^/]+)\/subject\//;

/**
 * https://cloud.google.com/iam/docs/principal-identifiers
 * @param groups the groups that the principal is in, directly and through others
 */
export function subjectsOf(principal: string, groups: readonly string[]): Subjects {
  if (principal === 'allUsers') return { members: new Set(['allUsers']), mayBe: () => false };
  const members = new Set([principal, ...groups, ...PUBLIC]);
  const domain = /^user:[^@]+@(.+)$/.exec(principal)?.[1];
  if (domain !== undefined) members.add(`domain:${domain.toLowerCase()}`);
  const pool = POOL_SUBJECT.exec(principal)?.[1];
  if (pool === undefined) return { members, mayBe: () => false };
  members.add(`principalSet://${pool}/*`);
  const sets = [`principalSet://${pool}/attribute.`, `principalSet://${pool}/group/`];
  return { members, mayBe: (member) => sets.some((set) => member.startsWith(set)) };
}

/** A principal of a deny policy as an allow policy writes it; `undefined` for a set whose members are not known.
 * https://cloud.google.com/iam/docs/principal-identifiers#deny */
export function memberOfDeny(principal: string): string | undefined {
  if (principal === 'principalSet://goog/public:all') return 'allUsers';
  const [, kind, name = ''] =
    /^principal(?:Set)?:\/\/(goog\/subject|goog\/group|iam\.googleapis\.com\/projects\/-\/serviceAccounts)\/(.+)$/.exec(
      principal,
    ) ?? [];
  if (kind === 'goog/subject') return `user:${name}`;
  if (kind === 'goog/group') return `group:${name}`;
  if (kind !== undefined) return `serviceAccount:${name}`;
  return /^principal(Set)?:\/\/iam\.googleapis\.com\/.*Pools\//.test(principal) ? principal : undefined;
}
