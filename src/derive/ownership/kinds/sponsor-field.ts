import { defineKind } from './kind.ts';

/** Who answers for an agent identity by the directory’s own word. */
export const sponsorField = defineKind({
  id: 'sponsor-field',
  says: 'is its registered sponsor',
  field: 'sponsors of an agent identity or blueprint',
  source: 'https://learn.microsoft.com/entra/agent-id/identity-platform/agent-owners-sponsors-managers',
  nature: 'state',
  crowd: true,
});
