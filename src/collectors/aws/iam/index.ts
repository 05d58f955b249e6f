import type { AnyStep, FileFormat } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';

export const steps: readonly AnyStep<AwsClient>[] = [];
export const files: readonly FileFormat[] = [];
