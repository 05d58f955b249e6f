import type { RecordOf } from '../../../../schema/index.ts';
import { object, type Raw, required, text } from '../../raw.ts';
import { parseArn, partitionOf } from '../../regional/arn.ts';
import { flag, instant, isRaw, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { resourcePolicy } from '../../regional/policy.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';
import { regionOfLocation } from './location.ts';

export const emits = ['Resource', 'Policy', 'GOVERNED_BY'] as const;

/**
 * A bucket. Entry: `Bucket` of ListBuckets merged with the answers of GetBucketLocation (`LocationConstraint`),
 * GetBucketTagging (`TagSet`), GetBucketPolicy (`Policy`), GetPublicAccessBlock (`PublicAccessBlockConfiguration`) and
 * GetBucketPolicyStatus (`PolicyStatus`).
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Bucket.html
 */
export function mapBucket({ account, entry }: Listed): readonly RecordOf<(typeof emits)[number]>[] {
  const name = required(entry, 'Name');
  const region = regionOf(entry);
  const written = text(entry, 'BucketArn');
  const arn = arnOf(parseArn(written)?.text ?? `arn:${partitionOf(region ?? '')}:s3:::${name}`, 's3');
  const policy = resourcePolicy(arn.text, entry['Policy']);
  const resource = awsResource(
    arn,
    's3:bucket',
    {
      name,
      region,
      createdAt: instant(entry, 'CreationDate'),
      publicAccess: publicAccess(entry),
      tags: tagsOf(entry['TagSet']),
      problems: policy.problems,
    },
    account,
  );
  return [resource, ...policy.records];
}

function regionOf(entry: Raw): string | undefined {
  const listed = text(entry, 'BucketRegion');
  if (listed !== undefined || entry['LocationConstraint'] === undefined) return listed;
  return regionOfLocation(text(entry, 'LocationConstraint') ?? null);
}

/**
 * `blocked` when the bucket's own block settings, or these with its policy status, leave no public way in; `open` when
 * S3 says that the policy is public and nothing restricts it; otherwise `unknown`: ACLs and the account's own block are not read.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function publicAccess(entry: Raw): string {
  const block = object(entry, 'PublicAccessBlockConfiguration');
  const restricted = flag(block, 'RestrictPublicBuckets') === true;
  const aclsIgnored = flag(block, 'IgnorePublicAcls') === true;
  const policyPublic = policyIsPublic(entry);
  if (aclsIgnored && (restricted || policyPublic === false)) return 'blocked';
  const blockKnown = entry['PublicAccessBlockConfiguration'] !== undefined;
  return policyPublic === true && blockKnown && !restricted ? 'open' : 'unknown';
}

/** What S3 says of the policy; a bucket without a policy has none that is public. */
function policyIsPublic(entry: Raw): boolean | undefined {
  const status = entry['PolicyStatus'];
  if (isRaw(status)) return flag(status, 'IsPublic');
  return entry['Policy'] === null || status === null ? false : undefined;
}
