import { ownerOf } from '../../../lib/tags.ts';
import {
  type EdgeRecord,
  edge,
  type FromOf,
  type NodeRecord,
  type NodeRef,
  node,
  ref,
  type ToOf,
} from '../../../schema/index.ts';

type Subject = Extract<
  ToOf<'ABOUT', Extract<FromOf<'ABOUT'>, 'Evidence'>>,
  'Agent' | 'Tool' | 'Resource' | 'Principal'
>;

/** What an owner tag says about who answers for `subject`: none when there is no such tag. */
export function ownerEvidence(
  subject: NodeRef<Subject>,
  tags: readonly string[] | undefined,
  at: string | undefined,
): readonly (NodeRecord<'Evidence'> | EdgeRecord<'ABOUT'>)[] {
  const owner = ownerOf(tags);
  if (owner === undefined) return [];
  const id = `evidence:owner-tag:${subject.id}:owner`;
  const person = owner.includes('@') ? owner.toLowerCase() : owner;
  return [
    node('Evidence', id, { kind: 'owner-tag', says: 'its owner tag', at, person }),
    edge('ABOUT', ref('Evidence', id), subject, {}),
  ];
}
