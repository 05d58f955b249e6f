import { defineKind } from './kind.ts';

/** The credential authenticates as a person’s own account. */
export const credentialHolder = defineKind({
  id: 'credential-holder',
  says: 'is the person its credential belongs to',
  field:
    'principal of the credential (UserName of an access key, owner of a personal access token, alias of a vault entity)',
  source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html',
  nature: 'state',
});
