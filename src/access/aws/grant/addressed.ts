import type { AwsPrincipal, ExternalParty } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { type KeyLookup, NOTHING_KNOWN } from '../condition/keys.ts';
import { type PrincipalElement, roleOfSession } from '../principal/element.ts';
import type { Members } from '../principal/members.ts';
import type { ResourcePolicy } from '../resource/policies.ts';
import type { PolicyStatement } from '../statement/statement.ts';

/** Someone outside the estate whom a resource's policy lets in. */
export interface Party {
  readonly external: ExternalParty;
  readonly lookup: KeyLookup;
  readonly public: boolean;
  /** Whether a `Principal` element (read as if it were not negated) names the party. */
  means(element: PrincipalElement): boolean;
}

export function allowsOf(policy: ResourcePolicy): readonly PolicyStatement[] {
  return policy.statements.filter(({ effect }) => effect === 'Allow');
}

/** Principals of the estate that an allow means by name, by their account, or by `aws:PrincipalArn`. */
export function addressedPrincipals(
  policy: ResourcePolicy,
  members: Members,
  access: AwsAccess,
): ReadonlySet<AwsPrincipal> {
  return new Set(
    allowsOf(policy).flatMap((statement) => {
      const element = statement.principal;
      if (element === undefined || element.not) return [];
      const accounts = element.accounts.filter((account) => account !== policy.account);
      return [
        ...namedPrincipals(element, access),
        ...accounts.flatMap((account) => members.get(account) ?? []),
        ...(element.anyone && asksForArn(statement) ? [...members.values()].flat() : []),
      ];
    }),
  );
}

function namedPrincipals(element: PrincipalElement, access: AwsAccess): AwsPrincipal[] {
  return element.arns.flatMap((arn) => {
    const principal = access.principals.get(roleOfSession(arn) ?? arn);
    return principal === undefined || principal.kind === 'group' ? [] : [principal];
  });
}

function asksForArn({ conditions }: PolicyStatement): boolean {
  return conditions.some(({ key }) => key.toLowerCase() === 'aws:principalarn');
}

/** Keys that tie a statement for everyone to somebody or to a network.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
const NOT_PUBLIC =
  /^(?:aws:principal(?:arn|account|orgid|orgpaths|tag\/.*)|aws:userid|aws:username|aws:source(?:arn|account|orgid|orgpaths|ip|vpc|vpce|vpcarn|owner)|aws:vpcsourceip|s3:dataaccesspoint(?:arn|account))$/;

/** Services, accounts and principals that are not in the estate, and anyone; each once. */
export function addressedParties(policy: ResourcePolicy, members: Members, access: AwsAccess): Iterable<Party> {
  const parties = new Map<string, Party>();
  for (const statement of allowsOf(policy)) {
    for (const party of partiesOf(statement, policy, members, access)) {
      if (parties.get(party.external.name)?.public !== true) parties.set(party.external.name, party);
    }
  }
  return parties.values();
}

function partiesOf(statement: PolicyStatement, policy: ResourcePolicy, members: Members, access: AwsAccess): Party[] {
  const element = statement.principal;
  if (element === undefined) return [];
  if (element.anyone || element.not) return policy.restrictsPublic ? [] : [anyone(statement)];
  const accounts = element.accounts.filter((account) => account !== policy.account && !members.has(account));
  const arns = element.arns.filter((arn) => !access.principals.has(roleOfSession(arn) ?? arn));
  return [
    ...element.services.map((name) => party(name, serviceKeys(name), ({ services }) => services.includes(name))),
    ...accounts.map((name) => party(name, NOTHING_KNOWN, (each) => each.accounts.includes(name))),
    ...arns.map((name) => party(name, NOTHING_KNOWN, (each) => each.arns.includes(name))),
    ...element.canonical.map((name) => party(name, NOTHING_KNOWN, (each) => each.canonical.includes(name))),
  ];
}

function anyone({ conditions }: PolicyStatement): Party {
  const open = !conditions.some(({ key }) => NOT_PUBLIC.test(key.toLowerCase()));
  const external = { name: '*', strangers: open };
  return { external, lookup: NOTHING_KNOWN, public: open, means: (each) => each.anyone !== each.not };
}

function party(name: string, lookup: KeyLookup, means: Party['means']): Party {
  return { external: { name, strangers: false }, lookup, public: false, means };
}

function serviceKeys(name: string): KeyLookup {
  return (key) =>
    key === 'aws:principalservicename' ? [name] : key === 'aws:principalisawsservice' ? ['true'] : 'unknown';
}
