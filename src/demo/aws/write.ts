import type { ListForm, Output } from '../output.ts';
import { under } from '../output.ts';
import type { Json } from '../types.ts';
import type { AwsAccount, Region } from './account.ts';
import { reportOf } from './report.ts';

/** Lists of a region: file name and the key that the vendor's answer has. */
const REGIONAL = {
  secrets: ['list-secrets', 'SecretList'],
  clusters: ['describe-db-clusters', 'DBClusters'],
  instances: ['describe-db-instances', 'DBInstances'],
  tables: ['dynamodb-tables', 'Tables'],
  functions: ['list-functions', 'Functions'],
  taskDefinitions: ['task-definitions', 'taskDefinitions'],
  agents: ['list-agents', 'agentSummaries'],
  knowledgeBases: ['list-knowledge-bases', 'knowledgeBaseSummaries'],
  runtimes: ['list-agent-runtimes', 'agentRuntimes'],
  gateways: ['list-gateways', 'items'],
  identities: ['list-workload-identities', 'workloadIdentities'],
  apiKeys: ['list-api-key-credential-providers', 'credentialProviders'],
  oauthClients: ['list-oauth2-credential-providers', 'credentialProviders'],
} as const satisfies Readonly<Record<keyof Region, readonly [string, string]>>;

/** Writes the account below `aws/<id>/`, as the vendor's commands would. What holds nothing was not asked for. */
export function writeAccount(output: Output, account: AwsAccount): void {
  const folder = `aws/${account.id}`;
  writeDetails(output, folder, account);
  writeLists(output, folder, account);
  if (account.users.length > 0) output.text(`${folder}/credential-report.csv`, reportOf(account));
  if (account.buckets.length > 0) write(output, `${folder}/list-buckets.json`, under('Buckets'), account.buckets);
  for (const [name, region] of account.regions) writeRegion(output, `${folder}/${name}`, region);
  writeTrail(output, account);
}

function writeDetails(output: Output, folder: string, { users, groups, roles, policies }: AwsAccount): void {
  const details = { UserDetailList: users, GroupDetailList: groups, RoleDetailList: roles };
  write(output, `${folder}/account-authorization-details.json`, under('Policies', details), policies);
}

function writeLists(output: Output, folder: string, account: AwsAccount): void {
  const lists = {
    AccessKeyMetadata: account.keys,
    MFADevices: account.mfaDevices,
    ServiceSpecificCredentials: account.serviceCredentials,
    OpenIDConnectProviderList: account.oidcProviders,
    SAMLProviderList: account.samlProviders,
  };
  const held = Object.entries(lists).filter(([, items]) => items.length > 0);
  if (held.length === 0) return;
  const Users = account.users.map(({ Path, UserName, UserId, Arn, CreateDate }: Json) => ({
    Path,
    UserName,
    UserId,
    Arn,
    CreateDate,
  }));
  output.json(`${folder}/iam-lists.json`, { Users, ...Object.fromEntries(held) });
}

function writeRegion(output: Output, folder: string, region: Region): void {
  for (const [list, [file, key]] of Object.entries(REGIONAL)) {
    const items = region[list as keyof Region];
    if (items.length > 0) write(output, `${folder}/${file}.json`, under(key), items);
  }
}

function write(output: Output, path: string, form: ListForm, items: readonly Json[]): void {
  output.list(path, form).addAll(items).close();
}

/** One log file for each region and day, where a trail puts it. */
function writeTrail(output: Output, account: AwsAccount): void {
  const byDay = Map.groupBy(account.trail, (event) => `${String(event['awsRegion'])}/${dayOf(event)}`);
  for (const [place, records] of [...byDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [region = '', ...day] = place.split('/');
    const name = `${account.id}_CloudTrail_${region}_${day.join('')}T2355Z_${account.random.alphanumeric(16)}.json.gz`;
    const sorted = records.toSorted((a, b) => (String(a['eventTime']) < String(b['eventTime']) ? -1 : 1));
    output.gzip(`aws/${account.id}/CloudTrail/${region}/${day.join('/')}/${name}`, JSON.stringify({ Records: sorted }));
  }
}

function dayOf(event: Json): string {
  return String(event['eventTime']).slice(0, 10).replaceAll('-', '/');
}
