import { openGcpAccess } from '../../../src/access/index.ts';
import { runGolden } from '../hierarchy/golden.ts';

runGolden(
  'GCP IAM',
  new URL('./golden/', import.meta.url),
  /^https:\/\/cloud\.google\.com\/iam\/docs\//,
  openGcpAccess,
);
