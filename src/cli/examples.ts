import type { Command } from 'commander';

interface Example {
  readonly line: string;
  readonly says: string;
}

/** What the help of each command shows; docs/cli.md has the same lines with their answers. */
const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  up: [
    { line: 'keyline up', says: 'load, derive, print findings, serve' },
    { line: 'keyline up --once', says: 'the same, without serving' },
  ],
  import: [
    { line: 'keyline import ./exports', says: 'every file below the folder that a source knows' },
    { line: 'keyline import details.json --format json', says: 'one file; its steps as JSON' },
  ],
  collect: [
    { line: 'keyline collect', says: 'every configured source' },
    { line: 'keyline collect aws okta', says: 'these two' },
  ],
  query: [
    { line: 'keyline query', says: 'list the saved questions' },
    { line: 'keyline query departed-owner-agents --param since=30d', says: 'ask one' },
  ],
  mcp: [{ line: 'keyline mcp', says: 'for the settings of Claude, Cursor or VS Code: see docs/mcp.md' }],
  cypher: [{ line: "keyline cypher 'MATCH (a:Agent) RETURN a.name AS agent'", says: 'a query of your own' }],
  findings: [
    { line: 'keyline findings', says: 'everything that is wrong' },
    { line: 'keyline findings --severity critical --format csv', says: 'the worst, for a spreadsheet' },
    { line: 'keyline findings --overdue --to noor@example.com', says: 'what she should have settled' },
  ],
  'blast-radius': [
    { line: 'keyline blast-radius invoice-bot', says: 'by name' },
    { line: 'keyline blast-radius arn:aws:bedrock:eu-west-1:1111 --format json', says: 'by the beginning of a key' },
  ],
  rank: [
    { line: 'keyline rank', says: 'agents by the size of their blast radius' },
    { line: 'keyline rank --by risk --limit 10', says: 'the ten riskiest, and why' },
  ],
  'what-if': [
    { line: 'keyline what-if --revoke AKIAEXAMPLE', says: 'who would lose what' },
    { line: 'keyline what-if --remove-trust deploy --from ci-runner', says: 'one principal no longer trusted' },
  ],
  unused: [{ line: 'keyline unused invoice-bot --since 30d', says: 'granted, and not used for a month' }],
  'who-can-reach': [{ line: 'keyline who-can-reach arn:aws:s3:::ledger --level Write', says: 'who may change it' }],
  owner: [{ line: 'keyline owner invoice-bot', says: 'who answers for it, and why we think so' }],
  'owned-by': [{ line: 'keyline owned-by "Lucjan Mroczek"', says: 'what they own' }],
  handover: [{ line: 'keyline handover lucjan@example.com', says: 'what would be orphaned if they left today' }],
  confirm: [
    { line: 'keyline confirm invoice-bot --by lucjan@example.com --reason "I built it"', says: 'the owner is right' },
  ],
  contest: [
    { line: 'keyline contest invoice-bot --by lucjan@example.com --reason "not mine"', says: 'the owner is wrong' },
  ],
  delegate: [
    {
      line: 'keyline delegate invoice-bot --to noor@example.com --by lucjan@example.com --reason "leave"',
      says: 'hand it on',
    },
  ],
  'take-over': [
    { line: 'keyline take-over invoice-bot --by noor@example.com --reason "my team runs it"', says: 'be its owner' },
  ],
  acknowledge: [
    {
      line: 'keyline acknowledge finding:orphan-agent:1f2e --by noor@example.com --reason "on it"',
      says: 'somebody looks after it',
    },
  ],
  assign: [
    {
      line: 'keyline assign finding:orphan-agent:1f2e --to noor@example.com --by bo@example.com --reason "hers"',
      says: 'send it on',
    },
  ],
  accept: [
    {
      line: 'keyline accept finding:orphan-agent:1f2e --until 2026-12-31 --by bo@example.com --reason "goes with the old site"',
      says: 'until a date',
    },
  ],
  withdraw: [
    { line: 'keyline withdraw decision:2026-11-21 --by bo@example.com --reason "by mistake"', says: 'take it back' },
  ],
  decisions: [{ line: 'keyline decisions --holding', says: 'what was decided and holds' }],
  report: [{ line: 'keyline report orphan-owners --out ./reports', says: 'CSV, HTML and JSON in the folder' }],
  audit: [{ line: 'keyline audit verify', says: 'whether the trail is whole' }],
  'api-key': [
    { line: 'keyline api-key create --name ci --role viewer --expires 30d', says: 'a key for a tool' },
    { line: 'keyline api-key list', says: 'every key, and whether it is good' },
  ],
  digest: [{ line: 'keyline digest owners --out ./digests', says: 'a page and a table for each person' }],
  export: [{ line: 'keyline export --out estate.json', says: 'the live graph for BloodHound' }],
  scan: [
    { line: 'keyline scan --out laptop.json', says: 'this home, into a file for `keyline import`' },
    {
      line: 'keyline scan --workspace ~/src --post https://keyline.example.com/scan',
      says: 'straight to the service',
    },
  ],
  sources: [{ line: 'keyline sources', says: 'what is read, how fresh it is, what it cannot see' }],
  doctor: [{ line: 'keyline doctor', says: 'what stands in the way' }],
};

/** Adds the examples to the help of every command, and the rules that hold for all of them to the main help. */
export function addExamples(program: Command): void {
  for (const command of program.commands) {
    const examples = EXAMPLES[command.name()] ?? [];
    const width = Math.max(0, ...examples.map(({ line }) => line.length));
    const lines = examples.map(({ line, says }) => `  ${line.padEnd(width)}  ${says}`);
    if (lines.length > 0) command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
  program.addHelpText('after', RULES);
}

const RULES = `
An ID is a key, an unambiguous beginning of one, or an unambiguous name. Answers go to standard output, everything else to
standard error. Exit codes: 0 success, 1 failure, 2 bad usage or bad input.

Environment: KEYLINE_HOME (data directory, default .keyline), KEYLINE_CONFIG (default keyline.config.yaml), KEYLINE_LOG
(warn), NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD (a server of your own; else one is started).`;
