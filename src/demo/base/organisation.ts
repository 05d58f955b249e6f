import type { AwsAccount } from '../aws/account.ts';
import { allow, document } from '../aws/iam.ts';
import type { Output } from '../output.ts';
import type { Times } from '../times.ts';
import type { Json } from '../types.ts';
import { ACCOUNTS } from '../world.ts';

const ID = 'o-bw7k2m9q1x';
const ROOT = 'r-b7w1';
const UNITS = {
  production: 'ou-b7w1-prod0001',
  workloads: 'ou-b7w1-work0001',
  sandbox: 'ou-b7w1-sand0001',
  security: 'ou-b7w1-secu0001',
} as const;

const [MANAGEMENT] = ACCOUNTS.management;
const arn = (what: string): string => `arn:aws:organizations::${MANAGEMENT}:${what}`;

/** The organisation: root → OUs → accounts, with service control policies. `products`: accounts beside the named ones. */
export function writeOrganisation(
  output: Output,
  accounts: readonly Pick<AwsAccount, 'id' | 'name' | 'environment'>[],
  times: Times,
): void {
  const under = (unit: string): { readonly Id: string }[] =>
    accounts.filter((account) => unitOf(account) === unit).map(({ id: Id }) => ({ Id }));
  output.json('aws/organizations.json', {
    Organization: { Id: ID, Arn: arn(`organization/${ID}`), FeatureSet: 'ALL', MasterAccountId: MANAGEMENT },
    Roots: [{ Id: ROOT, Arn: arn(`root/${ID}/${ROOT}`), Name: 'Root' }],
    Accounts: accounts.map(({ id, name }) => ({
      Id: id,
      Arn: arn(`account/${ID}/${id}`),
      Name: name,
      State: 'ACTIVE',
      JoinedMethod: 'CREATED',
      JoinedTimestamp: times.stamp(1800),
    })),
    OrganizationalUnitsForParent: {
      [ROOT]: [unit('workloads', 'Workloads'), unit('security', 'Security')],
      [UNITS.workloads]: [unit('production', 'Production'), unit('sandbox', 'Sandbox')],
      [UNITS.production]: [],
      [UNITS.sandbox]: [],
      [UNITS.security]: [],
    },
    AccountsForParent: Object.fromEntries([ROOT, ...Object.values(UNITS)].map((one) => [one, under(one)])),
    TagsForResource: Object.fromEntries(
      accounts.map(({ id, environment }) => [id, [{ Key: 'environment', Value: environment }]]),
    ),
    ...policies(accounts.map(({ id }) => id)),
  });
}

function unit(name: keyof typeof UNITS, Name: string): Json {
  return { Id: UNITS[name], Arn: arn(`ou/${ID}/${UNITS[name]}`), Name };
}

function unitOf({ id, environment }: Pick<AwsAccount, 'id' | 'environment'>): string {
  if (id === MANAGEMENT) return ROOT;
  if (id === ACCOUNTS.audit[0]) return UNITS.security;
  if (environment === 'sandbox') return UNITS.sandbox;
  return environment === 'production' ? UNITS.production : UNITS.workloads;
}

function policies(accounts: readonly string[]): Json {
  const everywhere = [ROOT, ...Object.values(UNITS), ...accounts];
  return {
    Policies: [
      policy('p-FullAWSAccess', 'FullAWSAccess', document(allow('*'))),
      policy('p-bwkeepin1', 'stay in the organisation', document(KEEP_IN)),
      policy('p-bwregion1', 'sandbox stays in Ireland', document(SANDBOX_REGION)),
    ],
    TargetsForPolicy: {
      'p-FullAWSAccess': everywhere.map((TargetId) => ({ TargetId })),
      'p-bwkeepin1': [{ TargetId: ROOT }],
      'p-bwregion1': [{ TargetId: UNITS.sandbox }],
    },
  };
}

const KEEP_IN = {
  Effect: 'Deny',
  Action: ['organizations:LeaveOrganization', 'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'],
  Resource: '*',
};
const SANDBOX_REGION = {
  Effect: 'Deny',
  NotAction: ['iam:*', 'sts:*', 'organizations:*', 'support:*'],
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
};

function policy(Id: string, Name: string, content: Json): Json {
  const isAws = Id === 'p-FullAWSAccess';
  const Arn = isAws
    ? `arn:aws:organizations::aws:policy/service_control_policy/${Id}`
    : arn(`policy/${ID}/service_control_policy/${Id}`);
  return {
    PolicySummary: { Id, Arn, Name, Type: 'SERVICE_CONTROL_POLICY', AwsManaged: isAws },
    Content: JSON.stringify(content),
  };
}
