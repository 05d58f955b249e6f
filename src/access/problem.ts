/** Something in the input that could not be read or understood, with its place. Never an exception. */
export interface Problem {
  readonly code:
    | 'policy-unreadable'
    | 'policy-missing'
    | 'statement-unreadable'
    | 'action-unknown'
    | 'operator-unknown'
    | 'arn-unreadable'
    | 'principal-unreadable'
    | 'organisation-unknown'
    | 'boundary-unknown'
    | 'grants-unknown'
    | 'session-unreadable'
    | 'resource-unreadable'
    | 'resource-type-unknown'
    | 'resource-policy-unknown'
    | 'role-missing'
    | 'scope-unknown'
    | 'condition-unreadable'
    | 'denies-unknown'
    | 'permissions-unknown'
    | 'binding-unreadable'
    | 'template-unresolved';
  /** One sentence. */
  readonly message: string;
  readonly policyId?: string;
  /** Position in the document, from 0. */
  readonly statement?: number;
  readonly sid?: string;
  readonly resourceId?: string;
}

/** The same problem once. */
export function distinctProblems(problems: Iterable<Problem>): Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) seen.set(JSON.stringify(problem), problem);
  return [...seen.values()];
}
