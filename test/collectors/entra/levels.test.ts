import { expect, test } from 'vitest';
import { levelsOf } from '../../../src/collectors/entra/levels.ts';

test.each([
  ['Mail.Read', 'Read List'],
  ['User.Read.All', 'Read List'],
  ['User.ReadBasic.All', 'List'],
  ['Mail.ReadWrite', 'Read List Write'],
  ['Mail.Send', 'Write'],
  ['Application.ReadWrite.OwnedBy', 'Read List Write Permissions'],
  ['RoleManagement.ReadWrite.Directory', 'Read List Write Permissions'],
  ['RoleManagement.Read.Directory', 'Read List'],
  ['Sites.FullControl.All', 'Read List Write Permissions'],
  ['full_access_as_app', 'Read List Write Permissions'],
  ['Kiln.Fire', undefined],
  ['user_impersonation', undefined],
  ['.default', undefined],
])('%s grants %s', (value, levels) => {
  expect(levelsOf(value)?.join(' ')).toBe(levels);
});
