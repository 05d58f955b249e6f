import { arnIn, type Place, parseArn, partitionOf } from '../regional/arn.ts';
import { type TrailRecord, textAt, valueAt } from './read.ts';

type ArnRule = (value: string, place: Place, record: TrailRecord) => string | undefined;

/** `arn:…:<service>:…:<prefix><name>` for a plain name; an ARN stays. */
function named(service: string, prefix: string): ArnRule {
  return (value, place) =>
    parseArn(value)?.text ?? (/^[^\s:]+$/.test(value) ? arnIn(place, service, `${prefix}${value}`) : undefined);
}

const arnOnly: ArnRule = (value) => parseArn(value)?.text;

/** A function's key is its ARN without version or alias; callers also name it `name`, `name:alias`, `account:function:name`. */
function functionArn(value: string, place: Place): string | undefined {
  const arn = parseArn(value);
  const name = arn === undefined ? value.replace(/^.*:?function:/, '').split(':')[0] : arn.resource.split(':')[1];
  const where = arn === undefined ? place : { account: arn.account, region: arn.region };
  return name === undefined || !/^[\w-]+$/.test(name) ? undefined : arnIn(where, 'lambda', `function:${name}`);
}

/**
 * What request parameters name, as keys of the inventory. A secret that the caller named without the six characters at
 * the end of its ARN gives the ARN without them, which AWS itself takes: the readers of events complete it.
 */
const PARAMETERS: Readonly<Record<string, ArnRule>> = {
  secretId: named('secretsmanager', 'secret:'),
  bucketName: (value, place) => `arn:${partitionOf(place.region)}:s3:::${value}`,
  tableName: named('dynamodb', 'table/'),
  dBClusterIdentifier: named('rds', 'cluster:'),
  dBInstanceIdentifier: named('rds', 'db:'),
  functionName: functionArn,
  agentId: named('bedrock', 'agent/'),
  agentAliasId: (value, place, record) => {
    const agent = textAt(record, 'requestParameters', 'agentId');
    return agent === undefined ? undefined : arnIn(place, 'bedrock', `agent-alias/${agent}/${value}`);
  },
  agentRuntimeId: named('bedrock-agentcore', 'runtime/'),
  knowledgeBaseId: named('bedrock', 'knowledge-base/'),
  gatewayIdentifier: named('bedrock-agentcore', 'gateway/'),
  modelId: (value, place) =>
    parseArn(value)?.text ??
    (/^[\w.:-]+$/.test(value)
      ? `arn:${partitionOf(place.region)}:bedrock:${place.region}::foundation-model/${value}`
      : undefined),
  agentRuntimeArn: arnOnly,
  roleArn: arnOnly,
  policyArn: arnOnly,
  resourceArn: arnOnly,
  secretArn: arnOnly,
  keyId: arnOnly,
  taskDefinition: arnOnly,
  permissionSetArn: arnOnly,
};

/** Keys of what a record acted on: its own list of resources, and what its request parameters name. */
export function resourcesOf(record: TrailRecord, place: Place): readonly string[] | undefined {
  const listed = valueAt(record, 'resources');
  const arns = Array.isArray(listed) ? listed.map((one) => textAt(one, 'arn')) : [];
  const all = [...arns, ...namedIn(record, place)].filter((arn) => parseArn(arn) !== undefined);
  return all.length === 0 ? undefined : ([...new Set(all)] as string[]);
}

function namedIn(record: TrailRecord, place: Place): (string | undefined)[] {
  const parameters = valueAt(record, 'requestParameters');
  if (typeof parameters !== 'object' || parameters === null) return [];
  return Object.keys(parameters).map((parameter) => {
    const rule = Object.hasOwn(PARAMETERS, parameter) ? PARAMETERS[parameter] : undefined;
    const value = rule && textAt(parameters, parameter);
    return value === undefined ? undefined : rule?.(value, place, record);
  });
}
