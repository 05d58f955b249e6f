import { openGithubAccess } from '../../../src/access/index.ts';
import { runGolden } from '../hierarchy/golden.ts';

runGolden('GitHub', new URL('./golden/', import.meta.url), /^https:\/\/docs\.github\.com\/en\//, openGithubAccess);
