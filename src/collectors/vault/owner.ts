import { ownerOf } from '../../lib/tags.ts';
import { edge, type NodeRef, node, ref } from '../../schema/index.ts';

/** Evidence for the owner that metadata names. */
export function ownerEvidence(subject: NodeRef<'Principal' | 'Resource'>, tags: readonly string[] | undefined) {
  const owner = ownerOf(tags);
  if (owner === undefined) return [];
  const self = ref('Evidence', `evidence:owner-tag:${subject.id}:owner`);
  const evidence = node('Evidence', self.id, {
    kind: 'owner-tag',
    says: 'its metadata names its owner',
    person: owner.includes('@') ? owner.toLowerCase() : owner,
  });
  return [evidence, edge('ABOUT', self, subject, {})];
}

/** Evidence for the person whose login the entity is. */
export function holderEvidence(subject: NodeRef<'Principal'>, email: string | undefined) {
  if (email === undefined) return [];
  const self = ref('Evidence', `evidence:credential-holder:${subject.id}:login`);
  const evidence = node('Evidence', self.id, {
    kind: 'credential-holder',
    says: 'the alias that it logs in with',
    person: email,
  });
  return [evidence, edge('ABOUT', self, subject, {})];
}
