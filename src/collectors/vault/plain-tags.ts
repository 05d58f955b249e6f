import { secretKindOf } from '../../lib/redact.ts';
import { tagList } from '../../lib/tags.ts';
import type { Json } from './fields.ts';

const MAX_LENGTH = 512;

/** Metadata that people wrote, as tags. A value that looks like a secret is left out: metadata is not the place for it. */
export function plainTags(metadata: Json | undefined): string[] | undefined {
  const pairs = Object.entries(metadata ?? {}).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' && value.length <= MAX_LENGTH && secretKindOf(value) === undefined ? [[key, value]] : [],
  );
  return tagList(pairs);
}
