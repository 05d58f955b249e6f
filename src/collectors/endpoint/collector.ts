import { z } from 'zod';
import { defineCollector, step } from '../../collect/index.ts';
import { connectHomes, type HomeScanner } from './client.ts';
import type { ScanDocument } from './document.ts';
import { scanFormat, scanProblem } from './files.ts';
import { mapScan } from './map.ts';

const home = z.strictObject({
  home: z.string().min(1).describe('Home folder to scan'),
  workspaces: z.array(z.string().min(1)).default([]).describe('Folders of projects, also outside the home'),
  user: z.string().min(1).optional().describe('Login name of the user; default from the folder'),
  hostId: z
    .string()
    .min(1)
    .optional()
    .describe('MDM id of the device; default the machine id. Only a keyed hash is kept'),
});

const config = z.strictObject({
  homes: z.array(home).min(1).describe('Homes on this machine that are scanned on schedule'),
  fingerprintKeyFile: z.string().min(1).optional().describe('Default: fingerprint.key in the data directory'),
});

const scan = step<
  HomeScanner,
  ScanDocument,
  | 'Device'
  | 'Agent'
  | 'Tool'
  | 'Credential'
  | 'Resource'
  | 'Evidence'
  | 'RUNS_ON'
  | 'HAS_TOOL'
  | 'DELEGATES_TO'
  | 'USES'
  | 'STORED_IN'
  | 'CONTAINS'
  | 'AUTHENTICATES_AS'
  | 'ABOUT'
>({
  id: 'scan',
  title: 'AI clients, MCP servers and credentials in a home',
  mode: 'snapshot',
  emits: [
    'Device',
    'Agent',
    'Tool',
    'Credential',
    'Resource',
    'Evidence',
    'RUNS_ON',
    'HAS_TOOL',
    'DELEGATES_TO',
    'USES',
    'STORED_IN',
    'CONTAINS',
    'AUTHENTICATES_AS',
    'ABOUT',
  ],
  permissions: ['read access to the home, as its own user; nothing else'],
  notAvailable: {
    lastUsedAt: 'files do not tell when a credential was used',
    createdAt: 'files do not tell when a credential was issued',
  },
  fetch: async function* (context) {
    const document = await context.client.scan(context.clock);
    for (const one of document.problems) context.problem(scanProblem(one));
    yield document;
  },
  map: mapScan,
});

export default defineCollector({
  source: 'endpoint',
  title: 'Developer endpoint',
  config,
  faith: 'own-stub',
  testedAgainst:
    'Homes laid out by our tests as the vendors document them, for macOS, Linux and Windows; no client was installed.',
  cannotSee: [
    'keys in an operating system key ring or in a password manager',
    'the environment of processes that run already, other than the scanner’s own',
    'projects outside the home and the workspaces given, and deeper than three folders below them',
    'what Claude Desktop extensions, JetBrains AI Assistant and browser extensions configure',
    'that an MCP server reads the files of the user who starts it: inherited credentials stand at the client',
  ],
  connect: (settings, context) => Promise.resolve(connectHomes(settings.homes, settings.fingerprintKeyFile, context)),
  steps: [scan],
  files: [scanFormat],
});
