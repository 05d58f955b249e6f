import { type AnyStep, type FileFormat, step } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { accessKeys } from './access-keys.ts';
import { credentialReport } from './credential-report.ts';
import { credentialReportFile } from './credential-report-file.ts';
import type { IamRaw } from './details.ts';
import { detailsFile } from './details-file.ts';
import { fetchDetails } from './details-live.ts';
import { listsFile } from './lists-file.ts';
import { DETAILS_EMITS, mapDetails } from './map-details.ts';
import { mfaDevices } from './mfa-devices.ts';
import { oidcProviders, samlProviders } from './providers.ts';
import { serviceCredentials } from './service-credentials.ts';

const details = step<AwsClient, IamRaw, (typeof DETAILS_EMITS)[number]>({
  id: 'iam',
  title: 'IAM users, groups, roles and policies',
  mode: 'snapshot',
  emits: DETAILS_EMITS,
  permissions: ['iam:GetAccountAuthorizationDetails', 'iam:GetPolicy', 'iam:GetPolicyVersion'],
  notAvailable: {
    lastUsedAt:
      'IAM reports no last use of a group; of a user only through its password and keys (steps credential-report, access-keys)',
  },
  fetch: fetchDetails,
  map: mapDetails,
});

export const steps: readonly AnyStep<AwsClient>[] = [
  details,
  credentialReport,
  accessKeys,
  mfaDevices,
  serviceCredentials,
  oidcProviders,
  samlProviders,
];
export const files: readonly FileFormat[] = [detailsFile, credentialReportFile, listsFile];
