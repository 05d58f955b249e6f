import { isSecretName } from './values.ts';

/** A URL fit to be shown, and the secrets that stood in it. */
export interface CleanUrl {
  readonly url: string;
  readonly secrets: readonly { readonly as: string; readonly secret: string }[];
}

const MASK = 'masked';
/** Long, with letters and digits mixed: some services put the key into the path. */
const SECRET_SEGMENT = /^(?=[^/]*\d)(?=[^/]*[A-Za-z])[\w~.=-]{24,}$/;

/** Origin and path of a URL; user, query and path segments that look like keys are taken out. `undefined` for what is no URL. */
export function cleanUrl(given: string): CleanUrl | undefined {
  if (!URL.canParse(given)) return undefined;
  const url = new URL(given);
  const secrets: { as: string; secret: string }[] = [];
  if (url.password !== '') secrets.push({ as: 'url password', secret: decodeURIComponent(url.password) });
  for (const [name, value] of url.searchParams) {
    if (isSecretName(name) && value.length >= 6) secrets.push({ as: `query ${name}`, secret: value });
  }
  const segments = url.pathname.split('/').map((segment) => {
    if (!SECRET_SEGMENT.test(segment)) return segment;
    secrets.push({ as: 'url path', secret: segment });
    return MASK;
  });
  const path = segments.join('/').replace(/\/+$/, '');
  const origin = url.host === '' ? `${url.protocol}//` : `${url.protocol}//${url.host}`;
  return { url: `${origin}${path}`, secrets };
}
