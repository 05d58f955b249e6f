import { isIP } from 'node:net';
import { z } from 'zod';

const roleName = z.enum(['sender', 'monitor', 'viewer', 'analyst', 'responder', 'admin']);

/** Who gets which role. Of the rules that fit, the one with the strongest role counts; with none, there is no access. */
const roleRule = z.strictObject({
  claim: z
    .string()
    .default('groups')
    .describe('Claim that is looked at; `.` goes into objects (`realm_access.roles`).'),
  value: z.string().describe('Value it must have, or hold when it is a list.'),
  role: roleName.describe('Role that is given.'),
  teams: z.array(z.string()).default([]).describe('Keys of the teams whose agents they see; none: all.'),
  environments: z.array(z.string()).default([]).describe('Environments they see; none: all.'),
});

const issuer = {
  issuer: z.url().describe('Issuer identifier, exactly as it stands in `iss`.'),
  roles: z.array(roleRule).default([]).describe('Who gets which role.'),
};

const oidc = z.strictObject({
  ...issuer,
  clientId: z.string().min(1),
  clientSecret: z.string().optional().describe('Give it as an environment variable; absent for a public client.'),
  scopes: z.string().default('openid profile email').describe('Scopes asked for, with spaces between.'),
  nameClaim: z.string().default('name').describe('Claim that is shown as the person’s name.'),
  sessionHours: z.number().positive().max(24).default(8).describe('Hours until people log in again.'),
  idleMinutes: z.number().positive().max(1_440).default(60).describe('Minutes without a request until they do.'),
});

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

const tokenIssuer = z.strictObject({
  ...issuer,
  audience: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('What `aud` must hold (RFC 8707).'),
  algorithms: z.array(z.enum(ALGORITHMS)).min(1).default(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']),
  type: z
    .enum(['at+jwt', 'any'])
    .default('at+jwt')
    .describe(
      '`at+jwt` (RFC 9068), or `any` for issuers that mark nothing: Kubernetes, GitHub Actions, older Entra tokens.',
    ),
  jwksUri: z.url().optional().describe('Where its keys are; default: as its metadata says.'),
});

/** `auth`: who may log in, and how. */
export const authConfig = z
  .strictObject({
    oidc: oidc.optional().describe('Login of people, by OpenID Connect.'),
    tokens: z
      .array(tokenIssuer)
      .default([])
      .describe('Issuers whose access tokens are taken from tools and workloads.'),
    apiKeys: z.boolean().default(false).describe('Take keys made with `keyline api-key create`.'),
    clockSkewSeconds: z.int().min(0).max(300).default(30).describe('Difference of clocks that is forgiven.'),
  })
  .prefault({});

const tls = z.strictObject({
  cert: z.string().describe('File with the certificate and its chain, PEM.'),
  key: z.string().describe('File with the private key, PEM.'),
});

function isRange(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const width = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width));
}

/** `http`: where and how the service listens. */
export const httpConfig = z
  .strictObject({
    host: z.string().default('127.0.0.1').describe('Address to listen on.'),
    port: z.int().min(0).max(65_535).default(4180).describe('Port; 0 takes a free one.'),
    publicUrl: z
      .url()
      .optional()
      .describe('Address under which browsers and tools know the service: `https://keyline.example.com`.'),
    tls: tls.optional().describe('Certificate and key; both are read again when they change.'),
    trustedProxies: z
      .array(z.string().refine(isRange, 'is neither an address nor a CIDR range'))
      .default([])
      .describe(
        'Addresses or CIDR ranges of proxies that end TLS before the service; their X-Forwarded-For is believed.',
      ),
    requestsPerMinute: z.int().min(1).default(6_000).describe('Requests of one caller in a minute.'),
    requestsPerMinutePerAddress: z.int().min(1).default(12_000).describe('Requests from one address in a minute.'),
    metricsPort: z.int().min(0).max(65_535).optional().describe('Loopback port that serves /metrics without login.'),
  })
  .prefault({});

/** `graphql`: what may be asked. */
export const graphqlConfig = z
  .strictObject({
    introspection: z
      .enum(['viewer', 'analyst', 'responder', 'admin', 'off'])
      .default('viewer')
      .describe('Weakest role that may read the schema.'),
    operations: z
      .string()
      .optional()
      .describe('File of persisted operations, JSON `{"<id>": "<document>"}`; `sha256:<hex>` ids are checked.'),
    onlyPersisted: z.boolean().default(false).describe('Roles below `analyst` may send persisted operations only.'),
  })
  .prefault({});

/** `audit`: the trail of answers and changes. */
export const auditConfig = z
  .strictObject({
    enabled: z.boolean().default(true),
    fileMegabytes: z.number().min(0.01).max(4_096).default(64).describe('Size at which the next file begins.'),
  })
  .prefault({});

/** `telemetry`: traces, off unless an endpoint is given. */
export const telemetryConfig = z
  .strictObject({
    otlpEndpoint: z.url().optional().describe('OTLP/HTTP endpoint, such as `http://127.0.0.1:4318`.'),
  })
  .prefault({});

/** `outbound`: where requests whose address stands in the configuration may go. */
export const outboundConfig = z
  .strictObject({
    allow: z
      .array(z.string())
      .default([])
      .describe('Private addresses (CIDR) or host names that may be contacted though they are not public.'),
  })
  .prefault({});
