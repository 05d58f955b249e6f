import { defineKind } from './kind.ts';

/** Who last worked with it. Users are not owners: it is little alone. */
export const lastInteractiveUser = defineKind({
  id: 'last-interactive-user',
  says: 'used it last',
  field:
    'person of the last events in which it acted for somebody (InvokeAgent, sign-in of a delegated client, requests of an OAuth client)',
  source: 'https://learn.microsoft.com/graph/api/resources/signin',
  nature: 'event',
  halfLifeDays: 90,
});
