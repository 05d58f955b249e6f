import type { Problem } from '../../problem.ts';
import type { Estate } from '../estate.ts';
import { DELEGATED_TYPE, type ResourcePolicies } from '../resource/policies.ts';

/** What could not be seen of the estate's keys: each sentence once, however many keys there are. */
export function keyProblems({ missing }: ResourcePolicies, estate: Estate, grantsKnown: boolean): Problem[] {
  if (!estate.types.includes(DELEGATED_TYPE)) return [];
  const policies: Problem = {
    code: 'resource-policy-unknown',
    message: `The policies of ${missing} KMS keys were not collected: who may use them is unknown`,
  };
  const grants: Problem = {
    code: 'grants-unknown',
    message: 'The grants on KMS keys were not collected: they may let in others',
  };
  return [...(missing > 0 ? [policies] : []), ...(grantsKnown ? [] : [grants])];
}
