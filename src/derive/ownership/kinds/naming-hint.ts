import { defineKind } from './kind.ts';

/** A likeness of names. */
export const namingHint = defineKind({
  id: 'naming-hint',
  says: 'has a name like its own',
  field: 'a word of its name that is the name or login of one person alone',
  source: 'https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-naming',
  nature: 'hint',
});
