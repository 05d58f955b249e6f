import { edge, type RecordOf, ref } from '../../../../schema/index.ts';
import { object, type Raw, required, text } from '../../raw.ts';
import { arnIn, type Place, secretReference } from '../../regional/arn.ts';
import { flag, instant, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';
import { currentCredential, storedCredential } from '../../regional/stored.ts';

export const emits = ['Resource', 'Credential', 'STORED_IN', 'GRANTED_ON', 'CONTAINS'] as const;

type DatabaseRecord = RecordOf<(typeof emits)[number]>;

/** A cluster. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html */
export function mapCluster({ entry }: Listed): readonly DatabaseRecord[] {
  const arn = arnOf(required(entry, 'DBClusterArn'), 'rds');
  const resource = awsResource(arn, 'rds:cluster', {
    name: text(entry, 'DBClusterIdentifier'),
    host: text(entry, 'Endpoint')?.toLowerCase(),
    status: text(entry, 'Status'),
    createdAt: instant(entry, 'ClusterCreateTime'),
    tags: tagsOf(entry['TagList']),
  });
  return [resource, ...masterUser(arn.text, entry)];
}

/** An instance; one of a cluster stands in it. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html */
export function mapInstance({ entry }: Listed): readonly DatabaseRecord[] {
  const arn = arnOf(required(entry, 'DBInstanceArn'), 'rds');
  const resource = awsResource(arn, 'rds:db', {
    name: text(entry, 'DBInstanceIdentifier'),
    host: text(object(entry, 'Endpoint'), 'Address')?.toLowerCase(),
    status: text(entry, 'DBInstanceStatus'),
    createdAt: instant(entry, 'InstanceCreateTime'),
    publicAccess: publicAccess(entry),
    tags: tagsOf(entry['TagList']),
  });
  return [resource, ...masterUser(arn.text, entry), ...inCluster(arn, entry)];
}

/** Publicly accessible means an address on the internet; who gets through is decided by security groups, not read here. */
function publicAccess(entry: Raw): string | undefined {
  const accessible = flag(entry, 'PubliclyAccessible');
  return accessible === undefined ? undefined : accessible ? 'unknown' : 'blocked';
}

/**
 * The master user's password that RDS keeps in Secrets Manager: whoever reads the secret has the database.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
 */
function masterUser(database: string, entry: Raw): DatabaseRecord[] {
  const secret = secretReference(object(entry, 'MasterUserSecret')['SecretArn']);
  if (secret === undefined) return [];
  const credential = ref('Credential', currentCredential(secret));
  const certain = ['Read', 'List', 'Write', 'Permissions'];
  return [...storedCredential(secret), edge('GRANTED_ON', credential, ref('Resource', database), { certain })];
}

function inCluster(arn: Place & { readonly text: string }, entry: Raw): DatabaseRecord[] {
  const cluster = text(entry, 'DBClusterIdentifier');
  if (cluster === undefined) return [];
  return [edge('CONTAINS', ref('Resource', arnIn(arn, 'rds', `cluster:${cluster}`)), ref('Resource', arn.text), {})];
}
