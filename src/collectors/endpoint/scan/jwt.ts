import { toInstant } from '../../../lib/clock.ts';
import { asRecord, textOf } from './shape.ts';

/** What a JSON Web Token says of itself, its signature left aside. */
export interface JwtFacts {
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
  readonly expiresAt?: string | undefined;
}

/** Claims that are no secret; empty for what is no token. */
export function jwtFacts(token: string): JwtFacts {
  try {
    const claims = asRecord(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')));
    const { iss, sub, exp } = claims;
    return {
      issuer: textOf(iss),
      subject: textOf(sub),
      expiresAt: typeof exp === 'number' ? toInstant(exp) : undefined,
    };
  } catch {
    return {};
  }
}
