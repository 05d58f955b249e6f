import type { AwsPrincipal, ExternalParty } from '../../types.ts';
import type { AwsAccess } from '../access.ts';
import { type KeyLookup, NOTHING_KNOWN } from '../condition/keys.ts';
import type { PrincipalElement } from '../principal/element.ts';
import type { Members } from '../principal/members.ts';
import { isResourceKey } from '../resource/facts.ts';
import type { ResourcePolicy } from '../resource/policies.ts';
import { isPublic } from '../resource/public.ts';
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

/** Principals of the estate that an allow means by name, by their account, or by `aws:PrincipalArn`, or that a deny spares. */
export function addressedPrincipals(
  policy: ResourcePolicy,
  members: Members,
  access: AwsAccess,
): ReadonlySet<AwsPrincipal> {
  return new Set(
    policy.statements.flatMap((statement) => {
      const element = statement.principal;
      if (element === undefined) return [];
      if (statement.effect === 'Deny') return element.not ? namedPrincipals(element, access) : [];
      // Closed to other accounts, what is for everyone is for its own account.
      const own = policy.closedToOthers ? (members.get(policy.account) ?? []) : [];
      if (element.not) return own;
      const accounts = element.accounts.filter((account) => account !== policy.account);
      return [
        ...namedPrincipals(element, access),
        ...accounts.flatMap((account) => members.get(account) ?? []),
        ...(element.anyone ? own : []),
        ...(element.anyone && asksForArn(statement) ? [...members.values()].flat() : []),
      ];
    }),
  );
}

function namedPrincipals(element: PrincipalElement, access: AwsAccess): AwsPrincipal[] {
  return element.arns.flatMap((arn) => access.named(arn));
}

function asksForArn({ conditions }: PolicyStatement): boolean {
  return conditions.some(({ key }) => key.toLowerCase() === 'aws:principalarn');
}

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
  if (element.anyone || element.not) return policy.closedToOthers ? [] : [anyone(statement)];
  const accounts = element.accounts.filter(
    (account) => !policy.closedToOthers && account !== policy.account && !members.has(account),
  );
  const arns = policy.closedToOthers ? [] : element.arns.filter((arn) => access.named(arn).length === 0);
  return [
    ...element.services.map((name) => party(name, serviceKeys(name), ({ services }) => services.includes(name))),
    ...accounts.map((name) => party(name, accountKeys(name, access), (each) => each.accounts.includes(name))),
    ...arns.map((name) => party(name, NOTHING_KNOWN, (each) => each.arns.includes(name))),
    ...element.canonical.map((name) => party(name, NOTHING_KNOWN, (each) => each.canonical.includes(name))),
  ];
}

function anyone(statement: PolicyStatement): Party {
  const open = isPublic(statement);
  const external = { name: '*', strangers: open };
  return { external, lookup: onResource(NOTHING_KNOWN), public: open, means: (each) => each.anyone !== each.not };
}

function party(name: string, lookup: KeyLookup, means: Party['means']): Party {
  return { external: { name, strangers: false }, lookup: onResource(lookup), public: false, means };
}

function serviceKeys(name: string): KeyLookup {
  return (key) =>
    key === 'aws:principalservicename' ? [name] : key === 'aws:principalisawsservice' ? ['true'] : 'unknown';
}

/** Of an account that is not in the estate only its number and its organisation are known. */
function accountKeys(account: string, { accounts }: AwsAccess): KeyLookup {
  return (key) => {
    if (key === 'aws:principalaccount') return [account];
    return key === 'aws:principalorgid' ? accounts.organisation(account) : 'unknown';
  };
}

/**
 * A stranger on the internet: in no organisation and account of ours, and without any identity of AWS.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
 */
export const STRANGER: KeyLookup = onResource((key) =>
  key === 'aws:principalisawsservice' ? ['false'] : key.startsWith('aws:principal') ? 'absent' : 'unknown',
);

function onResource(lookup: KeyLookup): KeyLookup {
  return (key) => (isResourceKey(key) ? 'resource' : lookup(key));
}
