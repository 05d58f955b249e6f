import { openEntraAccess } from '../../../src/access/index.ts';
import { runGolden } from '../hierarchy/golden.ts';

runGolden('Entra', new URL('./golden/', import.meta.url), /^https:\/\/learn\.microsoft\.com\//, openEntraAccess);
