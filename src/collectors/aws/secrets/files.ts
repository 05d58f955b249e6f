import type { FileFormat } from '../../../collect/index.ts';
import { listFormat } from '../regional/files.ts';

export const files: readonly FileFormat[] = [
  listFormat({
    id: 'aws-secrets',
    title: 'AWS Secrets Manager secrets (JSON)',
    madeBy:
      'aws secretsmanager list-secrets --include-planned-deletion; each entry may be merged with the output of aws secretsmanager get-resource-policy',
    step: 'secrets',
    key: 'SecretList',
    arnField: 'ARN',
  }),
];
