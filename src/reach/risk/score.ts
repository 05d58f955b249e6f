import type { RiskWeights } from '../../lib/config-risk.ts';
import type { Risk, RiskTerm } from '../../queries/reach/index.ts';
import type { CredentialFacts, RiskFacts } from './facts.ts';

const DAY_MS = 86_400_000;

/**
 * The risk of an agent: what it reaches, how its credentials are kept, and who answers for it. Every point has its term.
 * `exposure`: weighted resources. `now`: milliseconds since the epoch.
 */
export function riskOf(exposure: number, facts: RiskFacts, weights: RiskWeights, now: number): Risk {
  const terms = [
    ...reachTerms(exposure, weights),
    ...capped(credentialTerms(facts.credentials, weights, now), weights.most.credentials),
    ...capped(ownerTerms(facts, weights), weights.most.owner),
  ];
  return { score: rounded(terms.reduce((sum, { points }) => sum + points, 0)), terms, exposure: rounded(exposure) };
}

function reachTerms(exposure: number, { most, fullReach }: RiskWeights): RiskTerm[] {
  if (exposure <= 0) return [];
  const points = rounded(most.reach * Math.min(1, Math.log1p(exposure) / Math.log1p(fullReach)));
  const says = `weighted reach ${rounded(exposure).toLocaleString('en')}, full points at ${fullReach.toLocaleString('en')}`;
  return [{ part: 'reach', term: 'exposure', points, says }];
}

type Name = keyof RiskWeights['credentials'];

/** What is wrong with a credential. */
const TESTS: Readonly<Record<Name, (one: CredentialFacts, oldest: number) => boolean>> = {
  longLived: ({ lifetime }) => lifetime === 'long-lived',
  old: ({ lifetime, since }, oldest) => lifetime === 'long-lived' && since !== null && Date.parse(since) < oldest,
  noExpiry: ({ lifetime, expiresAt }) => lifetime === 'long-lived' && expiresAt === null,
  inTheOpen: (one) => one.inTheOpen,
  severalPlaces: ({ places }) => places > 1,
  shared: ({ agents }) => agents > 1,
};

const SAYS: Readonly<Record<Name, string>> = {
  longLived: 'long-lived',
  old: 'not rotated in time',
  noExpiry: 'without an end',
  inTheOpen: 'kept in a file, an environment or on a device',
  severalPlaces: 'kept in several places',
  shared: 'used by other agents as well',
};

/** Each fault counts once, however many credentials have it. */
function credentialTerms(credentials: readonly CredentialFacts[], weights: RiskWeights, now: number): RiskTerm[] {
  const oldest = now - weights.maxAgeDays * DAY_MS;
  return (Object.keys(TESTS) as Name[]).flatMap((term) => {
    const bad = credentials.filter((one) => TESTS[term](one, oldest));
    if (bad.length === 0) return [];
    const says = `${bad.length} of ${credentials.length} credentials ${SAYS[term]}`;
    return [{ part: 'credentials' as const, term, points: weights.credentials[term], says }];
  });
}

function ownerTerms({ owner, hasTeam }: RiskFacts, { owner: weights }: RiskWeights): RiskTerm[] {
  const of = (term: keyof RiskWeights['owner'], says: string): RiskTerm[] => [
    { part: 'owner', term, points: weights[term], says },
  ];
  if (owner === 'departed') return of('departed', 'its owner has left');
  if (owner === 'suspended') return of('suspended', 'its owner is suspended');
  if (owner !== null) return [];
  return hasTeam
    ? of('teamOnly', 'a team answers for it, and no person')
    : of('unknown', 'nobody is known to answer for it');
}

/** No more points than that, taken from the last ones. */
function capped(terms: readonly RiskTerm[], most: number): RiskTerm[] {
  let left = most;
  return terms.flatMap((one) => {
    const points = Math.min(left, one.points);
    left -= points;
    return points > 0 ? [{ ...one, points: rounded(points) }] : [];
  });
}

function rounded(points: number): number {
  return Math.round(points * 10) / 10;
}
