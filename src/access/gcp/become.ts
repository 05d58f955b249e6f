import type { BecomeEdge } from '../hierarchy/become.ts';
import { allowedRuns, groupsOf, type Language } from '../hierarchy/profile.ts';
import type { GcpResource } from './types.ts';

/**
 * What makes somebody another's equal: a token for it, a signature as it, a key of it, or code that runs as it.
 * https://cloud.google.com/iam/docs/service-account-permissions
 */
const METHODS = {
  impersonation: ['iam.serviceAccounts.getAccessToken'],
  'open-id-token': ['iam.serviceAccounts.getOpenIdToken'],
  'signed-token': ['iam.serviceAccounts.signBlob', 'iam.serviceAccounts.signJwt'],
  delegation: ['iam.serviceAccounts.implicitDelegation'],
  'service-account-key': ['iam.serviceAccountKeys.create'],
  'act-as': ['iam.serviceAccounts.actAs'],
} as const;

const SERVICE_ACCOUNT = 'iam:serviceaccount';

/** Who can become which service account. Principals with one profile and the accounts they all reach are one edge. */
export function* becomeServiceAccount(language: Language, resources: Iterable<GcpResource>): Generator<BecomeEdge> {
  const members = new Map([...resources].flatMap(({ id, member }) => (member === undefined ? [] : [[id, member]])));
  for (const { standing, principalIds } of groupsOf(language, language.principals)) {
    for (const [method, permissions] of Object.entries(METHODS)) {
      for (const run of allowedRuns(language, standing, SERVICE_ACCOUNT, permissions)) {
        const ids = language.places.ordinals.ids.slice(run.lo, run.hi);
        const to = ids.flatMap((id) => members.get(id) ?? []);
        if (to.length === 0) continue;
        const { certainty, conditionKeys } = run;
        yield { from: principalIds, to, method, certainty, conditionKeys, because: [...permissions] };
      }
    }
  }
}
