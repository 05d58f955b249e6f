import { openVaultAccess } from '../../../src/access/index.ts';
import { runGolden } from '../hierarchy/golden.ts';

const PAGES = /^https:\/\/developer\.hashicorp\.com\/vault\/docs\//;

runGolden('Vault', new URL('./golden/', import.meta.url), PAGES, openVaultAccess);
