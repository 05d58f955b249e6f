import { defineKind } from './kind.ts';

/** The owner field of the system that registers it. */
export const ownerField = defineKind({
  id: 'owner-field',
  says: 'is its registered owner',
  field:
    'owners of a Graph application or service principal; resource owner of an Okta AI agent; spec.owner of a catalogue entry',
  source: 'https://learn.microsoft.com/graph/api/application-list-owners',
  nature: 'state',
  halfLifeDays: 730,
});
