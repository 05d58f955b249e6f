import { z } from 'zod';

const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const stream = z
  .strictObject({
    issuer: z.string().min(1).describe('Transmitter, exactly as it stands in `iss`.'),
    audience: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).describe('What `aud` must hold.'),
    jwksUri: z.url().optional().describe('Where its keys are.'),
    jwksFile: z.string().optional().describe('File with its keys (a JWK Set), where they are not fetched.'),
    algorithms: z.array(z.enum(ALGORITHMS)).min(1).default(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']),
    authorization: z
      .string()
      .min(16)
      .optional()
      .describe('Value its Authorization header must have. Give it as an environment variable.'),
    accounts: z
      .string()
      .optional()
      .describe('What comes before `sub` in the keys of its accounts, such as `okta:acme.okta.com:user:`.'),
    disabled: z
      .enum(['departed', 'suspended'])
      .default('departed')
      .describe('What a disabled account means where no attack is given as the reason.'),
    maxAgeSeconds: z.int().min(10).max(86_400).default(600).describe('Older ones are refused as stale.'),
    clockSkewSeconds: z.int().min(0).max(300).default(60).describe('Difference of clocks that is forgiven.'),
  })
  .refine((one) => (one.jwksUri === undefined) !== (one.jwksFile === undefined), {
    message: 'needs jwksUri or jwksFile, and not both',
    path: ['jwksUri'],
  });

const hook = z.strictObject({
  org: z.string().min(1).describe('Host of the organisation, such as `acme.okta.com`.'),
  header: z.string().default('authorization').describe('Header that carries the secret.'),
  secret: z.string().min(16).describe('What the header must hold. Give it as an environment variable.'),
  maxAgeSeconds: z.int().min(60).max(86_400).default(3_600).describe('Older ones are refused as stale.'),
});

/** `signals`: who may push security events. */
export const signalsConfig = z
  .strictObject({
    streams: z
      .array(stream)
      .default([])
      .describe('Shared Signals transmitters (SSF, CAEP, RISC) that push to `/signals/events`.'),
    okta: z.array(hook).default([]).describe('Okta organisations whose event hooks call `/signals/okta`.'),
  })
  .prefault({});

const days = (value: number) => z.number().positive().max(3_650).default(value);

/** `findings`: days that each severity is given to be settled. */
export const findingsConfig = z
  .strictObject({
    dueDays: z.strictObject({ critical: days(1), high: days(7), medium: days(30), low: days(90) }).prefault({}),
  })
  .prefault({});

export type SignalsConfig = z.output<typeof signalsConfig>;
