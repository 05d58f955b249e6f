import type { ExternalParty } from '../../types.ts';
import { isAllStar } from '../arn/glob.ts';
import type { ConditionTest } from '../condition/condition.ts';

/** How a federated principal signs in. */
export interface Federation {
  readonly via: 'saml' | 'oidc';
  readonly party: ExternalParty;
  /** Keys that the party's own description (subjects, audiences) already accounts for, lower case. */
  readonly described: ReadonlySet<string>;
}

interface SharedIssuer {
  /** Whose subject says whose token it is, or whose audience does. */
  readonly identifiedBy: 'subject' | 'audience';
  /** A subject pattern that leaves no room for another tenant. */
  readonly ownSubject?: RegExp;
}

/**
 * Issuers that anyone can get a token of. A trust has to say whose token it means:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html and
 * https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
 * `repo:acme*` is not enough: `acme-evil` starts with it too.
 */
const SHARED_ISSUERS: Readonly<Record<string, SharedIssuer>> = {
  'token.actions.githubusercontent.com': { identifiedBy: 'subject', ownSubject: /^repo(?:sitory_owner)?:[^*?/:]+[/:]/ },
  'gitlab.com': { identifiedBy: 'subject', ownSubject: /^project_path:[^*?/]+\// },
  'app.terraform.io': { identifiedBy: 'subject', ownSubject: /^organization:[^*?:]+:/ },
  'agent.buildkite.com': { identifiedBy: 'subject', ownSubject: /^organization:[^*?:]+:/ },
  'cognito-identity.amazonaws.com': { identifiedBy: 'audience' },
  'accounts.google.com': { identifiedBy: 'audience' },
  'graph.facebook.com': { identifiedBy: 'audience' },
  'www.amazon.com': { identifiedBy: 'audience' },
};

const OIDC_PROVIDER = /^arn:[^:]+:iam::\d*:oidc-provider\/(.+)$/;

/** Reads who a trust statement for one federated principal lets in. */
export function federationOf(provider: string, tests: readonly ConditionTest[]): Federation {
  if (provider.includes(':saml-provider/')) {
    return { via: 'saml', party: { name: provider, strangers: false }, described: new Set(['saml:aud']) };
  }
  const issuer = OIDC_PROVIDER.exec(provider)?.[1] ?? provider;
  const claims = claimsOf(issuer, tests);
  const subjects = claims.get('sub') ?? 'anyone';
  const audiences = claims.get('aud') ?? 'anyone';
  return {
    via: 'oidc',
    party: { name: issuer, subjects, audiences, strangers: letsStrangersIn(issuer, claims) },
    described: new Set(positiveTests(issuer, tests).map(({ key }) => key.toLowerCase())),
  };
}

/** Claims that the trust asks for, with the values it accepts; a claim compared with `*` is not asked for. */
function claimsOf(issuer: string, tests: readonly ConditionTest[]): Map<string, readonly string[]> {
  const prefix = `${issuer}:`.toLowerCase();
  const claims = new Map<string, readonly string[]>();
  for (const test of positiveTests(issuer, tests)) {
    const claim = test.key.slice(prefix.length).toLowerCase();
    const values = test.values.map((pieces) =>
      pieces.map((piece) => (typeof piece === 'string' ? piece : '*')).join(''),
    );
    if (!values.some(isAllStar)) claims.set(claim, values);
  }
  return claims;
}

/** Tests that ask for a value of one of the issuer's claims. */
function positiveTests(issuer: string, tests: readonly ConditionTest[]): readonly ConditionTest[] {
  const prefix = `${issuer}:`.toLowerCase();
  return tests.filter(
    ({ key, compare }) =>
      key.toLowerCase().startsWith(prefix) && compare !== undefined && compare !== 'null' && !compare.negated,
  );
}

function letsStrangersIn(issuer: string, claims: ReadonlyMap<string, readonly string[]>): boolean {
  const shared = SHARED_ISSUERS[issuer];
  if (shared === undefined) return false;
  if (shared.identifiedBy === 'audience') return !claims.has('aud') && !claims.has('sub');
  const asked = [...claims].filter(([claim]) => claim !== 'aud');
  const own = asked.some(([claim, values]) => values.every((value) => isOwn(claim, value, shared)));
  return !own;
}

/** Any other claim (`repository`, `job_workflow_ref`, …) names its owner before the first wildcard. */
function isOwn(claim: string, value: string, shared: SharedIssuer): boolean {
  if (claim === 'sub' && shared.ownSubject !== undefined) return shared.ownSubject.test(value);
  return /^[^*?]+$/.test(value) || /^[^*?/]+\//.test(value);
}
