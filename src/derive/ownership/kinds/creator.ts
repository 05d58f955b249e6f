import { defineKind } from './kind.ts';

/** Who called the operation that made the agent, or the account it acts as. */
export const creator = defineKind({
  id: 'creator',
  says: 'created it',
  field:
    'userIdentity of CreateAgent, CreateAgentRuntime, CreateServiceAccount, CreateUser…; initiatedBy of "Add service principal"; actor of application.lifecycle.create',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html',
  nature: 'event',
  crowd: true,
});
