import { type AnyStep, step } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { fetchEvents } from './client.ts';
import { mapTrailRecord } from './map.ts';

export { files } from './files.ts';

export const steps: readonly AnyStep<AwsClient>[] = [
  step({
    id: 'cloudtrail',
    title: 'CloudTrail management events',
    mode: 'events',
    emits: ['Event'],
    permissions: ['cloudtrail:LookupEvents'],
    notAvailable: {
      resources:
        'LookupEvents has management events only: reads of S3 objects or invocations of agents are data events, in log files',
      principal: 'of another account’s caller only its unique id is told',
    },
    fetch: fetchEvents,
    map: mapTrailRecord,
  }),
];
