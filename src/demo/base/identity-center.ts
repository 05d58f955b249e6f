import { addRole, allow, document } from '../aws/iam.ts';
import { HOME } from '../aws/resources.ts';
import { ssoRoleArn } from '../aws/trail.ts';
import type { Output } from '../output.ts';
import type { Json, Person } from '../types.ts';
import { ACCOUNTS, type World } from '../world.ts';

const INSTANCE = 'ssoins-7b21bw44d0e19c3a';
const STORE = 'd-93b7w1a2c4';

/** Permission sets: what they allow, in which accounts, and for which teams. */
const SETS = {
  BuilderAccess: {
    arn: `arn:aws:sso:::permissionSet/${INSTANCE}/ps-4e10bw77aa02c5d1`,
    policy: document(allow(['bedrock:*', 'bedrock-agentcore:*', 'lambda:*', 'logs:*', 'cloudwatch:*', 'iam:PassRole'])),
    accounts: ['production', 'staging', 'sandbox'],
    teams: ['platform', 'payments', 'data', 'support', 'finance'],
  },
  AuditorAccess: {
    arn: `arn:aws:sso:::permissionSet/${INSTANCE}/ps-91c2bw08fe6d7b33`,
    policy: document(allow(['iam:Get*', 'iam:List*', 'cloudtrail:LookupEvents', 'bedrock:List*', 'bedrock:Get*'])),
    accounts: ['production', 'staging', 'sandbox', 'audit', 'management'],
    teams: ['security'],
  },
} as const;

/** Identity Center: people, one group for each team, permission sets, and the roles that these are provisioned as. */
export function writeIdentityCenter(output: Output, world: World): void {
  const groups = new Map(world.cast.teams.map(({ id }) => [id, world.random.fork(`identity-center/${id}`).uuid()]));
  const people = world.cast.people.filter(({ left }) => left === undefined || left <= 0);
  provision(world);
  output.json('aws/identity-center.json', {
    Instances: [
      {
        InstanceArn: `arn:aws:sso:::instance/${INSTANCE}`,
        IdentityStoreId: STORE,
        OwnerAccountId: ACCOUNTS.management[0],
        Status: 'ACTIVE',
      },
    ],
    PermissionSets: Object.entries(SETS).map(([Name, { arn, policy }]) => ({
      Name,
      PermissionSetArn: arn,
      CreatedDate: world.times.stamp(1300),
      SessionDuration: 'PT8H',
      InlinePolicy: JSON.stringify(policy),
      AttachedManagedPolicies: [],
    })),
    PolicyDocuments: {},
    AccountAssignments: Object.values(SETS).flatMap(({ arn, accounts, teams }) =>
      accounts.flatMap((account) =>
        teams.map((team) => ({
          AccountId: ACCOUNTS[account][0],
          PermissionSetArn: arn,
          PrincipalType: 'GROUP',
          PrincipalId: groups.get(team),
        })),
      ),
    ),
    Users: people.map(userOf),
    Groups: world.cast.teams.map(({ id, name }) => ({
      GroupId: groups.get(id),
      DisplayName: name,
      IdentityStoreId: STORE,
    })),
    GroupMemberships: people.map((person, index) => ({
      IdentityStoreId: STORE,
      MembershipId: `m-${index}`,
      GroupId: groups.get(person.team),
      MemberId: { UserId: person.storeId },
    })),
  });
}

function userOf(person: Person): Json {
  const [GivenName = '', ...family] = person.name.split(' ');
  return {
    UserName: person.email,
    UserId: person.storeId,
    ExternalIds: [{ Issuer: 'https://scim.okta.example', Id: person.oktaId }],
    Name: { GivenName, FamilyName: family.join(' ') },
    DisplayName: person.name,
    Emails: [{ Value: person.email, Type: 'work', Primary: true }],
    UserStatus: 'ENABLED',
    IdentityStoreId: STORE,
  };
}

/** The roles that the permission sets are in each account. */
function provision(world: World): void {
  for (const [name, { accounts, policy }] of Object.entries(SETS))
    for (const accountName of accounts) {
      const account = world.aws[accountName];
      const arn = ssoRoleArn(account, name);
      const provider = `arn:aws:iam::${account.id}:saml-provider/AWSSSO_5b7w1f00d_DO_NOT_DELETE`;
      addRole(account, arn.slice(arn.lastIndexOf('/') + 1), {
        path: `/aws-reserved/sso.amazonaws.com/${HOME}/`,
        made: 1300,
        used: 0,
        inline: { AwsSSOInlinePolicy: policy },
        trust: document({
          Effect: 'Allow',
          Principal: { Federated: provider },
          Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
          Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        }),
      });
      if (account.samlProviders.length === 0)
        account.samlProviders.push({
          Arn: provider,
          ValidUntil: world.times.stamp(-36_000),
          CreateDate: world.times.stamp(1300),
        });
    }
}
