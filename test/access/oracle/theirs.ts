import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { Statement } from '../estate.ts';
import { documentOf, type Policies, type Question, type World, type WorldAccount } from './world.ts';

/** Services to which resource control policies apply, of those that a world has: the simulator leaves it to its caller.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services */
const CONTROLLED = /^(?:s3|sqs|kms|secretsmanager|ecr|dynamodb):/;

/** What the simulator says: `true` for allowed. Throws where it cannot run the question at all. */
export async function theirVerdict({ principal, resource, action }: Question, world: World): Promise<boolean> {
  const named = (prefix: string, policies: Policies): { name: string; policy: unknown }[] =>
    policies.map((statements, index) => ({
      name: `${prefix}${index}`,
      policy: documentOf(statements, world.variables),
    }));
  const levels = (
    prefix: string,
    all: readonly Policies[],
  ): { orgIdentifier: string; policies: ReturnType<typeof named> }[] =>
    all.map((policies, level) => ({
      orgIdentifier: `${prefix}${level}`,
      policies: named(`${prefix}${level}.`, policies),
    }));
  const home = accountOf(principal.account, world);
  const owner = accountOf(resource.account, world);
  const holder = world.resources.find(({ arn }) => arn === (resource.holder ?? resource.arn)) ?? resource;
  const limited = !home.management && !principal.serviceLinked;
  const controlled = !owner.management && !principal.serviceLinked && CONTROLLED.test(action);
  const simulation: Simulation = {
    request: {
      principal: principal.session ?? principal.arn,
      action,
      resource: { resource: resource.arn, accountId: resource.account },
      contextVariables: contextOf({ principal, resource, action }, home, owner, world),
    },
    identityPolicies: named('identity', principal.identity),
    serviceControlPolicies: limited ? levels('scp', home.scps) : [],
    resourceControlPolicies: controlled ? levels('rcp', owner.rcps) : [],
    ...one('resourcePolicy', holder.policy, world),
    ...one('sessionPolicy', principal.sessionPolicy, world),
    ...(principal.boundary === undefined
      ? {}
      : { permissionBoundaryPolicies: named('boundary', [principal.boundary]) }),
    additionalSettings: { s3: { blockPublicAccess: holder.restrictsPublic } },
  };
  const told = await runSimulation(simulation, { simulationMode: 'Strict' });
  if (told.resultType === 'error') throw new Error(JSON.stringify([told.errors, simulation.request]));
  return told.overallResult === 'Allowed';
}

function one(
  name: 'resourcePolicy' | 'sessionPolicy',
  statements: readonly Statement[] | undefined,
  world: World,
): Partial<Simulation> {
  return statements === undefined ? {} : { [name]: documentOf(statements, world.variables) };
}

function accountOf(id: string, world: World): WorldAccount {
  const found = world.accounts.find((account) => account.id === id);
  if (found === undefined) throw new Error(`there is no account ${id}`);
  return found;
}

/** Every condition key that the request of this question would carry. */
function contextOf(
  { principal, resource }: Question,
  home: WorldAccount,
  owner: WorldAccount,
  world: World,
): Record<string, string | string[]> {
  const keys: Record<string, string | readonly string[] | undefined> = {
    ...world.request.keys,
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': home.id,
    'aws:PrincipalType': principal.session === undefined ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:username': principal.session === undefined ? principal.arn.split('/').at(-1) : undefined,
    'aws:PrincipalOrgID': home.organisation,
    'aws:PrincipalOrgPaths': home.path === undefined ? undefined : [home.path],
    'aws:ResourceAccount': owner.id,
    'aws:ResourceOrgID': owner.organisation,
    'aws:ResourceOrgPaths': owner.path === undefined ? undefined : [owner.path],
    'aws:RequestedRegion': resource.region,
    'aws:CurrentTime': world.request.at,
    'aws:EpochTime': String(Math.floor(Date.parse(world.request.at) / 1000)),
    'aws:TokenIssueTime': principal.issuedAt,
    ...tagKeys('aws:PrincipalTag/', principal.tags),
    ...tagKeys('aws:ResourceTag/', resource.type.startsWith('s3:') ? {} : resource.tags),
    ...(resource.type === 'ecr:repository' ? tagKeys('ecr:ResourceTag/', resource.tags) : {}),
  };
  return Object.fromEntries(
    Object.entries(keys).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, typeof value === 'string' ? value : [...value]]],
    ),
  );
}

function tagKeys(prefix: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}
