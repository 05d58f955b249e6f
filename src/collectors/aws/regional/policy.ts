import { type EdgeRecord, type NodeRecord, ref } from '../../../schema/index.ts';
import { governedBy, policyDocument, policyNode } from '../policy.ts';

export interface ResourcePolicy {
  readonly records: readonly (NodeRecord<'Policy'> | EdgeRecord<'GOVERNED_BY'>)[];
  /** What could not be read; absent when the policy, or that there is none, is known. */
  readonly problems: readonly string[] | undefined;
}

/** A resource's own policy: JSON text, `null` for none, `undefined` for not read. */
export function resourcePolicy(arn: string, document: unknown): ResourcePolicy {
  if (document === undefined) return { records: [], problems: ['resource policy not read'] };
  if (document === null || document === '') return { records: [], problems: undefined };
  const policy = policyDocument(document);
  if (policy === undefined) return { records: [], problems: ['resource policy is not a JSON document'] };
  const attachment = { policy: policy.id, role: 'resource', name: arn } as const;
  return { records: [policyNode(policy), ...governedBy(ref('Resource', arn), [attachment])], problems: undefined };
}
