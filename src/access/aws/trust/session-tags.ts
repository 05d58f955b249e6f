import { actionMatches } from '../action/sets.ts';
import type { CompiledPolicy } from '../policy/policy.ts';

/**
 * Whether sessions of a role with this trust policy may bring tags of their own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export function allowsSessionTags(trust: CompiledPolicy): boolean {
  return trust.statements.some(
    ({ effect, action }) =>
      effect === 'Allow' && action.patterns.some((pattern) => actionMatches(pattern, 'sts:tagsession')) !== action.not,
  );
}
