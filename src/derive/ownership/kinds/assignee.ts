import { defineKind } from './kind.ts';

/** Whose seat of the product it is. */
export const assignee = defineKind({
  id: 'assignee',
  says: 'is assigned the seat',
  field: 'assignee of a Copilot seat; assigned user of an app licence',
  source: 'https://docs.github.com/en/rest/copilot/copilot-user-management',
  nature: 'state',
  exclusive: true,
});
