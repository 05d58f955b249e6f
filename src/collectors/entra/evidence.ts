import { ownerOf } from '../../lib/tags.ts';
import { edge, type NodeRef, node, type RecordOf } from '../../schema/index.ts';
import { type Json, objects, required, text } from './fields.ts';
import { directoryObjectRef } from './keys.ts';

export type EvidenceRecords = RecordOf<'Evidence' | 'ABOUT' | 'NAMES'>[];
type Subject = NodeRef<'Agent'> | NodeRef<'Principal'> | NodeRef<'Credential'>;

/** One reason to link a person to something. `named`: the account it names; else `person`, as the source writes them. */
export function evidence(
  kind: string,
  subjects: readonly [Subject, ...Subject[]],
  discriminator: string,
  says: string,
  names: { readonly account?: NodeRef<'Principal'> | undefined; readonly person?: string | undefined },
): EvidenceRecords {
  const id = `evidence:${kind}:${subjects[0].id}:${discriminator}`;
  const self = node('Evidence', id, { kind, says, person: names.account === undefined ? names.person : undefined });
  const from: NodeRef<'Evidence'> = { label: 'Evidence', id: self.id };
  return [
    self,
    ...subjects.map((subject) => edge('ABOUT', from, subject, {})),
    ...(names.account === undefined ? [] : [edge('NAMES', from, names.account, {})]),
  ];
}

/** `owners` and `sponsors` as Graph lists them: users, groups and service principals. */
export function namedBy(
  field: 'owners' | 'sponsors',
  raw: Json,
  subjects: readonly [Subject, ...Subject[]],
  tenant: string,
): EvidenceRecords {
  const kind = field === 'owners' ? 'owner-field' : 'sponsor-field';
  const what = field === 'owners' ? 'an owner' : 'a sponsor';
  return objects(raw[field]).flatMap((one) => {
    const id = required(one, 'id').toLowerCase();
    const account = directoryObjectRef(tenant, text(one['@odata.type']), id);
    const person = (text(one['mail']) ?? text(one['userPrincipalName']))?.toLowerCase();
    if (account === undefined && person === undefined) return [];
    return evidence(kind, subjects, id, `Entra lists it as ${what} (${field})`, { account, person });
  });
}

/** Whom an owner tag names, as it is written. */
export function taggedOwner(
  tags: readonly string[] | undefined,
  subjects: readonly [Subject, ...Subject[]],
): EvidenceRecords {
  const person = ownerOf(tags)?.toLowerCase();
  return person === undefined ? [] : evidence('owner-tag', subjects, person, 'Stands in its owner tag', { person });
}
