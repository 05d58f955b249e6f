import type { AssumeTerms, ExternalParty } from '../../types.ts';
import { decideConditions } from '../condition/condition.ts';
import { type KeyLookup, NOTHING_KNOWN } from '../condition/keys.ts';
import type { PolicyStatement } from '../statement/statement.ts';
import { federationOf } from './federation.ts';
import { includesAction, type TrustedRole } from './roles.ts';

/** A party outside the estate that a trust policy lets in. */
export interface ExternalTrust {
  readonly party: ExternalParty;
  readonly terms: AssumeTerms;
}

/** Keys by which a statement for everyone still says who is meant. */
const NAMES_SOMEONE =
  /^(?:aws:principal(?:arn|account|orgid|orgpaths|tag\/.*)|aws:userid|aws:username|sts:externalid|aws:source(?:arn|account|orgid|orgpaths))$/;

/** Service, SAML and OIDC principals, S3 canonical users, and anyone. */
export function externalTrust(role: TrustedRole): ExternalTrust[] {
  return role.allows.flatMap((statement) => [
    ...services(statement, role),
    ...federated(statement, role),
    ...anyone(statement, role),
  ]);
}

function services(statement: PolicyStatement, role: TrustedRole): ExternalTrust[] {
  return (statement.principal?.services ?? []).flatMap((name) => {
    const lookup: KeyLookup = (key) =>
      key === 'aws:principalservicename' ? [name] : key === 'aws:principalisawsservice' ? ['true'] : 'unknown';
    return outside({ name, strangers: false }, 'service', statement, role, lookup, new Set());
  });
}

function federated(statement: PolicyStatement, role: TrustedRole): ExternalTrust[] {
  return (statement.principal?.federated ?? []).flatMap((provider) => {
    const { via, party, described } = federationOf(provider, statement.conditions);
    const action = via === 'saml' ? 'sts:assumerolewithsaml' : 'sts:assumerolewithwebidentity';
    if (!includesAction(statement.action, action)) return [];
    return outside(party, via, statement, role, NOTHING_KNOWN, described);
  });
}

/** `NotPrincipal` with Allow lets in everyone but those named. */
function anyone(statement: PolicyStatement, role: TrustedRole): ExternalTrust[] {
  const element = statement.principal;
  if (element !== undefined && !element.anyone && !element.not) return [];
  const named = statement.conditions.some((test) => NAMES_SOMEONE.test(test.key.toLowerCase()));
  return outside({ name: '*', strangers: !named }, 'anyone', statement, role, NOTHING_KNOWN, new Set());
}

/** The terms on which a party outside is let in; nothing when a condition or a deny of the same policy shuts it out. */
export function outside(
  party: ExternalParty,
  via: AssumeTerms['via'],
  statement: PolicyStatement,
  role: TrustedRole,
  lookup: KeyLookup,
  described: ReadonlySet<string>,
): ExternalTrust[] {
  const tests = statement.conditions.filter((test) => !described.has(test.key.toLowerCase()));
  const outcome = decideConditions(tests, lookup);
  if (outcome.state === 'failed') return [];
  const keys = new Set(outcome.state === 'undecided' ? outcome.keys : []);
  let unreadable = outcome.state === 'unreadable' || statement.unreadable;
  for (const deny of [...role.denies.filter((each) => denyMeans(each, party)), ...role.controls]) {
    const denied = decideConditions(deny.conditions, lookup);
    if (denied.state === 'met' && !deny.unreadable) return [];
    if (denied.state === 'undecided') for (const key of denied.keys) keys.add(key);
    if (denied.state === 'unreadable' || deny.unreadable) unreadable = true;
  }
  const certainty = unreadable ? 'unknown' : keys.size > 0 ? 'conditional' : 'certain';
  return [{ party, terms: { via, certainty, conditionKeys: [...keys].sort() } }];
}

function denyMeans(deny: PolicyStatement, party: ExternalParty): boolean {
  const element = deny.principal;
  if (element === undefined) return true;
  const named =
    element.anyone ||
    element.accounts.includes(party.name) ||
    element.services.includes(party.name) ||
    element.federated.some((provider) => provider === party.name || provider.endsWith(`/${party.name}`));
  return named !== element.not;
}
