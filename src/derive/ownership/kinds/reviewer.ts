import { defineKind } from './kind.ts';

/** Who approved what the pipeline deployed. */
export const reviewer = defineKind({
  id: 'reviewer',
  says: 'reviewed the commit that its pipeline deployed',
  field: 'actor of pull_request_review.submit in the repository of the OIDC subject of the deploying session',
  source:
    'https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization',
  nature: 'event',
  halfLifeDays: 365,
  crowd: true,
});
