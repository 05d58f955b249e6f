import type { Problem } from '../../problem.ts';
import { type PolicyKind, type PolicyStatement, readStatement } from '../statement/statement.ts';
import { isRecord, parseDocument } from './json.ts';

/** A policy document, read. It holds no reference to who it is attached to. */
export interface CompiledPolicy {
  readonly statements: readonly PolicyStatement[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a document; never throws. A document that is not one at all becomes an allow and a deny of everything that may or
 * may not apply.
 * @param document JSON, plain or URL-encoded
 * @param kind whether it is attached to an identity (also boundaries and organisation policies) or to a resource or role
 */
export function compilePolicy(document: string, kind: PolicyKind = 'identity'): CompiledPolicy {
  const root = parseDocument(document);
  if (!isRecord(root) || root['Statement'] === undefined) {
    return unreadablePolicy('policy-unreadable', 'The policy document is not a JSON object with a Statement', kind);
  }
  // An absent Version is 2008-10-17, which has no variables:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  const variables = root['Version'] === '2012-10-17';
  const elements: readonly unknown[] = Array.isArray(root['Statement']) ? root['Statement'] : [root['Statement']];
  const read = elements.map((element, index) => readStatement(element, index, variables, kind));
  return {
    statements: read.flatMap((each) => each.statements),
    problems: read.flatMap((each) => each.problems),
  };
}

/** What stands in for a document that could not be collected or read. */
export function unreadablePolicy(code: Problem['code'], message: string, kind: PolicyKind): CompiledPolicy {
  const { statements } = readStatement(undefined, 0, false, kind);
  return { statements, problems: [{ code, message }] };
}
