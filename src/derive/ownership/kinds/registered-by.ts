import { defineKind } from './kind.ts';

/** Who registered it in a catalogue. */
export const registeredBy = defineKind({
  id: 'registered-by',
  says: 'registered it',
  field: 'registrant of a client or connector',
  source: 'https://developer.okta.com/docs/reference/api/event-types/',
  nature: 'event',
  crowd: true,
});
