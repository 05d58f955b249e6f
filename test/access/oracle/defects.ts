import type { Verdict } from '../../../src/access/index.ts';
import type { Statement } from '../estate.ts';
import { theirVerdict } from './theirs.ts';
import { FULL, idOf, type Question, type World, type WorldResource } from './world.ts';

/** A difference that is the simulator's defect: the vendor's page says otherwise. */
export interface Defect {
  readonly name: string;
  readonly page: string;
  /** What the page says, in our words. */
  readonly rule: string;
  /** Our answer, where the simulator says the opposite. */
  readonly ours: Verdict;
  /** The same question without what the simulator gets wrong; `undefined` where that has no part in it. */
  repaired(question: Question, world: World): { readonly question: Question; readonly world: World } | undefined;
}

function isDeny(statement: Statement): boolean {
  return statement['Effect'] === 'Deny';
}

/** Allows of a policy that name the session itself or everyone, and all denies. */
function directOnly(policy: readonly Statement[], session: string): readonly Statement[] {
  return policy.flatMap((statement) => {
    if (isDeny(statement) || 'NotPrincipal' in statement) return [statement];
    const principal = statement['Principal'];
    const named = typeof principal === 'string' ? [principal] : [Object(principal)['AWS'] ?? []].flat();
    return named.includes('*') || named.includes(session)
      ? [{ ...statement, Principal: { AWS: named.includes('*') ? '*' : session } }]
      : [];
  });
}

function withHolder(world: World, resource: WorldResource, policy: readonly Statement[]): World {
  const holder = resource.holder ?? resource.arn;
  return { ...world, resources: world.resources.map((each) => (each.arn === holder ? { ...each, policy } : each)) };
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'a session policy limits what a resource gives to the session itself',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
    rule: 'What the policy of a resource of the same account gives to the ARN of a session is not limited by an implicit deny in its session policy',
    ours: 'certain',
    repaired({ principal, resource, action }, world) {
      const policy = world.resources.find(({ arn }) => arn === (resource.holder ?? resource.arn))?.policy;
      if (principal.sessionPolicy === undefined || principal.account !== resource.account || policy === undefined)
        return;
      const repaired = {
        ...principal,
        identity: principal.identity.map((each) => each.filter(isDeny)).filter((each) => each.length > 0),
        sessionPolicy: [...FULL, ...principal.sessionPolicy.filter(isDeny)],
      };
      return {
        question: { principal: repaired, resource, action },
        world: withHolder(world, resource, directOnly(policy, idOf(principal))),
      };
    },
  },
];

/** The defect that a disagreement comes from: without it the simulator says what we say. */
export async function defectBehind(question: Question, world: World, ours: Verdict): Promise<Defect | undefined> {
  for (const defect of DEFECTS) {
    if (defect.ours !== ours) continue;
    const repaired = defect.repaired(question, world);
    if (repaired === undefined) continue;
    if ((await theirVerdict(repaired.question, repaired.world)) === (ours === 'certain')) return defect;
  }
  return undefined;
}
