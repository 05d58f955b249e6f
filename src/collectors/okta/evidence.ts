import { edge, type Label, type NodeRef, node, type RecordOf, ref, type ToOf } from '../../schema/index.ts';

interface Observation {
  readonly kind: 'consent' | 'credential-issuer' | 'creator' | 'owner-field';
  readonly says: string;
  readonly at?: string | undefined;
  readonly event?: string | undefined;
}

/** One piece of ownership evidence: about the subject, naming the account. */
export function evidence<S extends ToOf<'ABOUT', 'Evidence'> & Label>(
  observed: Observation,
  subject: NodeRef<S>,
  names: NodeRef<'Principal'>,
): readonly RecordOf<'Evidence' | 'ABOUT' | 'NAMES'>[] {
  const self = ref('Evidence', `evidence:${observed.kind}:${subject.id}:${names.id.split(':').at(-1) ?? names.id}`);
  return [
    node('Evidence', self.id, { kind: observed.kind, says: observed.says, at: observed.at, event: observed.event }),
    edge('ABOUT', self, subject as NodeRef<ToOf<'ABOUT', 'Evidence'>>, {}),
    edge('NAMES', self, names, {}),
  ];
}
