import { defineCollector } from '../../collect/index.ts';
import type { AwsClient } from './client.ts';
import { awsConfig } from './config.ts';
import { connect } from './connect.ts';
import * as iam from './iam/index.ts';
import * as identityCenter from './identity-center/index.ts';
import * as organizations from './organizations/index.ts';

export default defineCollector<typeof awsConfig, AwsClient>({
  source: 'aws',
  title: 'Amazon Web Services',
  config: awsConfig,
  faith: 'emulator',
  testedAgainst:
    'moto 5.2.5 and ministack 1.5.33 through the AWS SDK; IAM paging, service-specific credentials and provisioned accounts against doubles shaped by botocore’s service models',
  cannotSee: [
    'access key ids of the root user (only that it has keys, from the credential report)',
    'which customer-managed policies a permission set refers to by name hold in each account, other than through the provisioned role',
    'organization policies that are not in the IAM language (tag, backup, declarative, AI opt-out)',
  ],
  connect,
  steps: [...iam.steps, ...organizations.steps, ...identityCenter.steps],
  files: [...iam.files, ...organizations.files, ...identityCenter.files],
});
