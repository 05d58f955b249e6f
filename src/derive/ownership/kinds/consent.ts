import { defineKind } from './kind.ts';

/** The user who let an application act for them. An administrator’s consent for everyone is not this. */
export const consent = defineKind({
  id: 'consent',
  says: 'consented to the grant',
  field:
    'principalId of an oAuth2PermissionGrant with consentType Principal; userId of an Okta grant; UserId of an OauthToken',
  source: 'https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant',
  nature: 'event',
  exclusive: true,
});
