import { defineKind } from './kind.ts';

/** Who passed it its role or brought a new version out. AWS logs no PassRole: the record of the operation that receives the role tells it. */
export const deployer = defineKind({
  id: 'deployer',
  says: 'deployed it',
  field:
    'userIdentity of the operation that hands the agent its role (agentResourceRoleArn, roleArn, executionRoleArn: iam:PassRole itself is not logged), or that updates it',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  nature: 'event',
  halfLifeDays: 365,
  crowd: true,
});
