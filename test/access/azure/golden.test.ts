import { openAzureAccess } from '../../../src/access/index.ts';
import { runGolden } from '../hierarchy/golden.ts';

runGolden(
  'Azure RBAC',
  new URL('./golden/', import.meta.url),
  /^https:\/\/learn\.microsoft\.com\/azure\//,
  openAzureAccess,
);
