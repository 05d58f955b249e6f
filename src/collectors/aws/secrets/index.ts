import { type AnyStep, step } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { fetchSecrets } from './client.ts';
import { emits, mapSecret } from './map.ts';

export { files } from './files.ts';

export const steps: readonly AnyStep<AwsClient>[] = [
  step({
    id: 'secrets',
    title: 'Secrets Manager secrets',
    mode: 'snapshot',
    emits,
    permissions: ['secretsmanager:ListSecrets', 'secretsmanager:GetResourcePolicy'],
    notAvailable: {
      'Resource.lastUsedAt': 'by day only: Secrets Manager cuts the time off',
      'Credential.kind': 'what a secret holds is not told; values are never read, tags are',
    },
    fetch: fetchSecrets,
    map: mapSecret,
  }),
];
