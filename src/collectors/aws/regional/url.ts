import { redactText } from '../../../lib/redact.ts';

/**
 * The key of an offer reached over HTTP: scheme, host in lower case and path, without query, user or trailing slash.
 * `undefined` for what is not an http(s) URL.
 */
export function canonicalUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  return redactText(`${url.origin}${url.pathname.replace(/\/+$/, '')}`);
}
