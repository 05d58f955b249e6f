import type { AwsResource } from '../../types.ts';
import type { KeyLookup, KeyValue } from '../condition/keys.ts';

/** What an estate says of a resource beyond its ARN. Equal facts are one object. */
export interface ResourceFacts {
  readonly region: string | undefined;
  /** By lower-case tag key; `undefined` where the tags were not collected. */
  readonly tags: ReadonlyMap<string, string> | undefined;
}

export const NO_FACTS: ResourceFacts = { region: undefined, tags: undefined };

/** The facts of a resource's record, or nothing where it has none. */
export function factsOf({ region, tags }: AwsResource): ResourceFacts | undefined {
  if (region === undefined && tags === undefined) return undefined;
  const byKey = tags && new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
  return { region, tags: byKey };
}

export function factsKey({ region, tags }: ResourceFacts): string {
  return JSON.stringify([region, tags === undefined ? null : [...tags].sort()]);
}

const TAG_KEY = /^([a-z0-9-]+):resourcetag\/(.+)$/;

/** Whether the resource, and not the principal or the request, decides a key (lower case). */
export function isResourceKey(key: string): boolean {
  return key === 'aws:requestedregion' || TAG_KEY.test(key);
}

/**
 * The keys that a resource decides: `aws:RequestedRegion`, `aws:ResourceTag/…` and the service's own `<service>:ResourceTag/…`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourcetag
 * @param type `service:type`
 * @param region of the ARN, empty where the service's ARNs have none
 */
export function resourceKeys(type: string, region: string, facts: ResourceFacts): KeyLookup {
  const service = type.slice(0, type.indexOf(':'));
  return (key) => {
    if (key === 'aws:requestedregion') return regionOf(type, region, facts);
    const [, owner, tag = ''] = TAG_KEY.exec(key) ?? [];
    if (owner !== 'aws' && owner !== service) return 'unknown';
    return tagOf(service, tag, facts);
  };
}

/** Calls to IAM go to its one endpoint, in us-east-1; a role is assumed through STS, in any region.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion */
function regionOf(type: string, region: string, facts: ResourceFacts): KeyValue {
  if (facts.region !== undefined) return [facts.region];
  if (region !== '') return [region];
  return type.startsWith('iam:') && type !== 'iam:role' ? ['us-east-1'] : 'unknown';
}

/** A bucket's tags count only where it was opened to tag-based access control, which is not collected.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html */
function tagOf(service: string, tag: string, { tags }: ResourceFacts): KeyValue {
  if (tags === undefined || service === 's3') return 'unknown';
  const value = tags.get(tag);
  return value === undefined ? 'absent' : [value];
}
