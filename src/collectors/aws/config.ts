import { z } from 'zod';

const accountId = z
  .string()
  .regex(/^\d{12}$/, 'an AWS account id has twelve digits (quote it, so that YAML keeps it text)');

const account = z.strictObject({
  id: accountId.describe('Account id, twelve digits.'),
  roleArn: z
    .string()
    .regex(/^arn:[\w-]+:iam::\d{12}:role\//)
    .optional()
    .describe('Read role to assume there; absent: the credentials themselves belong to the account.'),
  externalId: z.string().min(2).max(1224).optional().describe('ExternalId that the role’s trust policy asks for.'),
  regions: z.array(z.string().min(1)).min(1).optional().describe('Regions of this account, where they differ.'),
});

/** The `aws` entry of the configuration file. */
export const awsConfig = z.strictObject({
  accounts: z
    .array(account)
    .default([])
    .describe('Accounts to read. None: the account that the credentials belong to.'),
  regions: z
    .array(z.string().min(1))
    .default([])
    .describe('Regions to read, the home region first. None: AWS_REGION, else us-east-1.'),
  profile: z.string().min(1).optional().describe('Profile of the shared configuration files.'),
  endpoint: z
    .url()
    .optional()
    .describe('Endpoint for every service; else AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_<SERVICE>.'),
  sourceIdentity: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/)
    .optional()
    .describe('SourceIdentity of the role sessions; the trust policy must allow sts:SetSourceIdentity.'),
  organizationAccount: accountId
    .optional()
    .describe(
      'The account that may read Organizations and Identity Center (management or delegated). None: the first.',
    ),
  identityCenterRegion: z
    .string()
    .min(1)
    .optional()
    .describe('Home region of Identity Center. None: the first region.'),
});

export type AwsConfig = z.output<typeof awsConfig>;
export type AwsAccountConfig = AwsConfig['accounts'][number];
