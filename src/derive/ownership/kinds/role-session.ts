import { defineKind } from './kind.ts';

/** The person at the beginning of the chain of role sessions in which it was made or changed. */
export const roleSession = defineKind({
  id: 'role-session',
  says: 'is behind the role session that made it',
  field:
    'sourceIdentity, onBehalfOf.userId, role session name that is an address, or the federated subject at the beginning of a chain of AssumeRole calls',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html',
  nature: 'event',
  halfLifeDays: 365,
  crowd: true,
});
