import { defineKind } from './kind.ts';

/** The manager field, where an agent has one. */
export const managerField = defineKind({
  id: 'manager-field',
  says: 'is its registered manager',
  field: 'manager of an agent’s user account; manager of the catalogue entry',
  source: 'https://learn.microsoft.com/entra/agent-id/identity-platform/agent-owners-sponsors-managers',
  nature: 'state',
  halfLifeDays: 730,
});
