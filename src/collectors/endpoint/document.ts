import { z } from 'zod';

/** Version of the scan document. */
export const SCAN_VERSION = 1;

const text = z.string().max(2048);
const texts = z.array(text.min(1)).max(1000);
const instant = z.iso.datetime({ offset: true });

const device = z.strictObject({
  id: text.min(1).describe('MDM or EDR id, else a keyed hash of the host id'),
  name: text.min(1).describe('Host name'),
  os: text.min(1).optional().describe('`darwin`, `linux` or `win32`, as Node names them'),
  user: text.min(1).optional().describe('Login name of the user whose home was scanned'),
  emails: texts.default([]).describe('E-mails of signed-in accounts, lower case'),
  shared: z.boolean().optional().describe('More than one person works on it'),
});

const client = z.strictObject({
  client: text.min(1).describe('`cursor`, `claude-code` …'),
  title: text.describe('Name of the product'),
  installed: z.boolean().describe('Seen in the home; else only a project is configured for it'),
  files: texts.describe('Configuration files read, with `~`'),
  email: text.min(1).optional().describe('E-mail of the account it is signed in with'),
  risks: texts.default([]).describe('Settings that widen what it may do unasked'),
});

const packageSpec = z.strictObject({
  ecosystem: text.min(1).describe('`npm`, `pypi`, `docker`, `jsr`'),
  name: text.min(1),
  version: text.min(1).optional().describe('Version specification as written'),
  pinned: z.boolean().describe('The version is exact'),
});

const mcpServer = z.strictObject({
  key: text.min(1).describe('`<client>/<name>`, with `@<project>` where it belongs to one'),
  client: text.min(1),
  name: text.min(1),
  scope: z.enum(['user', 'local', 'project', 'managed']),
  project: text.min(1).optional(),
  file: text.min(1),
  transport: z.enum(['stdio', 'http', 'sse', 'unknown']),
  command: text.min(1).optional().describe('Base name of the command'),
  package: packageSpec.optional(),
  url: text.min(1).optional().describe('Origin and path; no user, no query, no secret path segments'),
  env: texts.default([]).describe('Names of variables set'),
  headers: texts.default([]).describe('Names of headers sent'),
  references: texts.default([]).describe('Names of variables it takes from the environment'),
  profile: text.min(1).optional().describe('AWS profile it is told to use'),
  enabled: z.boolean().default(true),
  autoApprove: z.boolean().default(false),
  risks: texts.default([]),
});

const credential = z.strictObject({
  kind: text.min(1),
  system: text.min(1).optional(),
  id: text.min(1).optional().describe('Public id: access key id, key id, `ssh:SHA256:…`'),
  fingerprints: texts.default([]).describe('Keyed fingerprints, and digests of public keys'),
  place: text.min(1).describe('File with `~`, or `environment`'),
  as: text.min(1).optional().describe('Variable, profile or field'),
  client: text.min(1).optional().describe('The client whose own login it is'),
  server: text.min(1).optional().describe('Key of the MCP server it is configured for'),
  principal: z.strictObject({ id: text.min(1), kind: text.min(1), system: text.min(1) }).optional(),
  tenant: text.min(1).optional(),
  login: text.min(1).optional(),
  host: text.min(1).optional(),
  issuer: text.min(1).optional(),
  subject: text.min(1).optional(),
  expiresAt: instant.optional(),
  scopes: texts.optional(),
  lifetime: z.enum(['long-lived', 'short-lived']).optional(),
  notes: texts.default([]).describe('`encrypted`, `reference`, `inline`, `process` …'),
});

const problem = z.strictObject({
  path: text,
  place: text.min(1).optional(),
  kind: z.enum(['denied', 'failed', 'malformed']),
  message: text,
});

/** What a scan of one user on one device found: names, public ids and keyed fingerprints; never a secret. */
export const scanDocument = z.strictObject({
  keylineScan: z.literal(SCAN_VERSION),
  scannedAt: instant,
  device,
  clients: z.array(client).max(1000),
  mcpServers: z.array(mcpServer).max(10_000),
  credentials: z.array(credential).max(50_000),
  problems: z.array(problem).max(10_000),
});

export type ScanDocument = z.output<typeof scanDocument>;
export type ScanDevice = ScanDocument['device'];
export type ScanClient = ScanDocument['clients'][number];
export type ScanServer = ScanDocument['mcpServers'][number];
export type ScanCredential = ScanDocument['credentials'][number];
export type ScanProblem = ScanDocument['problems'][number];
export type PackageSpec = NonNullable<ScanServer['package']>;
