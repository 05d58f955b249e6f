import { defineKind } from './kind.ts';

/** Who made the key, secret or token that it uses. */
export const credentialIssuer = defineKind({
  id: 'credential-issuer',
  says: 'issued its credential',
  field:
    'userIdentity of CreateAccessKey; initiatedBy of "Update application – Certificates and secrets management"; userId of an Okta API token; actor of personal_access_token.access_granted',
  source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
  nature: 'event',
  crowd: true,
});
