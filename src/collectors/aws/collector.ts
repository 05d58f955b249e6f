import { defineCollector } from '../../collect/index.ts';
import * as agents from './agents/index.ts';
import type { AwsClient } from './client.ts';
import * as cloudtrail from './cloudtrail/index.ts';
import * as compute from './compute/index.ts';
import { awsConfig } from './config.ts';
import { connect } from './connect.ts';
import * as iam from './iam/index.ts';
import * as identityCenter from './identity-center/index.ts';
import * as organizations from './organizations/index.ts';
import * as secrets from './secrets/index.ts';
import * as storage from './storage/index.ts';

export default defineCollector<typeof awsConfig, AwsClient>({
  source: 'aws',
  title: 'Amazon Web Services',
  config: awsConfig,
  faith: 'emulator',
  testedAgainst:
    'moto 5.2.5 and ministack 1.5.33 through the AWS SDK; IAM paging, service-specific credentials, provisioned accounts, CloudTrail paging and AgentCore identities, credential providers and harnesses against doubles shaped by botocore’s service models',
  cannotSee: [
    'access key ids of the root user (only that it has keys, from the credential report)',
    'which customer-managed policies a permission set refers to by name hold in each account, other than through the provisioned role',
    'secret values, function code, prompts and request bodies, by design; what a secret holds is known from tags only',
    'S3 ACLs, object policies and the account’s own public access block',
    'numbered versions of Bedrock agents (the draft is read), older ECS task definition revisions, environment variables of EC2 hosts',
    'data events (reads of S3 objects, invocations of agents) unless log files of a trail that records them are imported',
    'organization policies that are not in the IAM language (tag, backup, declarative, AI opt-out)',
  ],
  connect,
  steps: [
    ...iam.steps,
    ...organizations.steps,
    ...identityCenter.steps,
    ...secrets.steps,
    ...storage.steps,
    ...compute.steps,
    ...agents.steps,
    ...cloudtrail.steps,
  ],
  files: [
    ...iam.files,
    ...organizations.files,
    ...identityCenter.files,
    ...secrets.files,
    ...storage.files,
    ...compute.files,
    ...agents.files,
    ...cloudtrail.files,
  ],
});
