/** Tags as the graph keeps them: `key=value`, sorted, without duplicates. */
export function tagList(pairs: Iterable<readonly [string, string | undefined]>): string[] | undefined {
  const tags = [...new Set([...pairs].map(([key, value]) => `${key}=${value ?? ''}`))].sort();
  return tags.length === 0 ? undefined : tags;
}

const OWNER_KEYS = ['owner', 'owner-email', 'owneremail', 'contact', 'technical-owner', 'maintainer'];
const ENVIRONMENT_KEYS = ['environment', 'env', 'stage'];
const SENSITIVITY_KEYS = ['sensitivity', 'data-classification', 'classification', 'dataclass'];

/** The value of the first of the named tags, whatever the case and separators of its key. */
export function tagValue(tags: readonly string[] | undefined, keys: readonly string[]): string | undefined {
  const byKey = new Map((tags ?? []).map((tag) => splitTag(tag)));
  for (const key of keys) {
    const value = byKey.get(key);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function splitTag(tag: string): [string, string] {
  const at = tag.indexOf('=');
  return [tag.slice(0, at).toLowerCase().replaceAll(/[_ :]/g, '-'), tag.slice(at + 1).trim()];
}

/** Whom an owner tag names: an e-mail, a login or a team, as written. */
export function ownerOf(tags: readonly string[] | undefined): string | undefined {
  return tagValue(tags, OWNER_KEYS);
}

/** `production`, `staging`, `development` or `sandbox`, from a tag; never guessed from a name. */
export function environmentOf(tags: readonly string[] | undefined): string | undefined {
  const value = tagValue(tags, ENVIRONMENT_KEYS)?.toLowerCase();
  if (value === undefined) return undefined;
  if (/^prod/.test(value)) return 'production';
  if (/^(stag|uat|preprod|pre-prod)/.test(value)) return 'staging';
  if (/^(sandbox|sbx|playground)/.test(value)) return 'sandbox';
  return /^(dev|test|qa|local)/.test(value) ? 'development' : value;
}

/** `customer-data`, `pii`, `confidential`, `internal` or `public`, from a tag; another word stays as it is. */
export function sensitivityOf(tags: readonly string[] | undefined): string | undefined {
  const value = tagValue(tags, SENSITIVITY_KEYS)?.toLowerCase().replaceAll(/[_ ]/g, '-');
  if (value === undefined) return undefined;
  if (/^customer/.test(value)) return 'customer-data';
  return /^(pii|personal)/.test(value) ? 'pii' : value;
}
