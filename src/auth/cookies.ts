import type { IncomingMessage } from 'node:http';

/** The value of a cookie. Of two with one name none counts: one of them was put there by somebody else. */
export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const values = (request.headers.cookie ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
  return values.length === 1 ? values[0] : undefined;
}

/**
 * A cookie that scripts cannot read and other sites do not send (RFC 6265bis). `Lax` and not `Strict`: the way back from the
 * provider comes from another site. Over https its name begins with `__Host-`, so that no other host of the domain can set it.
 */
export function cookie(name: string, value: string, seconds: number, isSecure: boolean): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${Math.floor(seconds)}${isSecure ? '; Secure' : ''}`;
}

export function cookieNames(isSecure: boolean): { readonly session: string; readonly login: string } {
  const prefix = isSecure ? '__Host-' : '';
  return { session: `${prefix}keyline-session`, login: `${prefix}keyline-login` };
}
