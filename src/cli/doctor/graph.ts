import type { Graph } from '../../graph/index.ts';
import { messageOf } from '../../lib/errors.ts';
import { redactText } from '../../lib/redact.ts';
import type { Check } from './check.ts';

interface Expected {
  readonly setting: string;
  readonly good: (value: string) => boolean;
  readonly why: string;
  readonly hint: string;
}

/** What a server should be set to, of what it tells about itself. The embedded one is started so. */
const EXPECTED: readonly Expected[] = [
  {
    setting: 'dbms.security.auth_enabled',
    good: (value) => value === 'true',
    why: 'anyone who reaches it can read and change the graph',
    hint: 'dbms.security.auth_enabled=true',
  },
  {
    setting: 'dbms.security.allow_csv_import_from_file_urls',
    good: (value) => value === 'false',
    why: 'LOAD CSV can read files of the server',
    hint: 'dbms.security.allow_csv_import_from_file_urls=false',
  },
  {
    setting: 'db.transaction.timeout',
    good: (value) => !/^0[a-z]*$/.test(value),
    why: 'a runaway statement never ends',
    hint: 'db.transaction.timeout=10m',
  },
  {
    setting: 'dbms.memory.transaction.total.max',
    good: (value) => !/^0(\.0+)?\s*[A-Za-z]*$/.test(value),
    why: 'one statement can take all memory',
    hint: 'dbms.memory.transaction.total.max=576m',
  },
  {
    setting: 'db.logs.query.enabled',
    good: (value) => value === 'OFF' || value === 'false',
    why: 'statements with names of people are written to a log',
    hint: 'db.logs.query.enabled=OFF',
  },
];

/** The graph answers: its version, its indexes, its settings. */
export async function checkGraph(graph: Graph, uri: string): Promise<Check[]> {
  return [await version(graph, uri), await indexes(graph), ...(await settings(graph))];
}

async function version(graph: Graph, uri: string): Promise<Check> {
  const [row] = await graph.read(
    'CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition LIMIT 1',
  );
  const found = String(row?.['version'] ?? 'unknown');
  const says = `Neo4j ${found} ${String(row?.['edition'] ?? '')} at ${uri.replace(/\/\/[^/@]*@/, '//')}`;
  const [major = 0, minor = 0] = found.split('.').map(Number);
  if (major > 5 || (major === 5 && minor >= 26)) return { area: 'graph', name: 'server', status: 'ok', says };
  return { area: 'graph', name: 'server', status: 'fail', says, hint: 'Neo4j 5.26 or newer is needed.' };
}

async function indexes(graph: Graph): Promise<Check> {
  const rows = await graph.read("SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN name, state");
  const check = { area: 'graph', name: 'indexes' } as const;
  if (rows.length === 0) return { ...check, status: 'ok', says: 'every index answers' };
  const details = rows.map((row) => `${String(row['name'])}: ${String(row['state'])}`);
  return { ...check, status: 'warn', says: `${rows.length} indexes do not answer yet`, details };
}

async function settings(graph: Graph): Promise<Check[]> {
  const check = { area: 'graph', name: 'settings' } as const;
  try {
    const names = EXPECTED.map((one) => one.setting);
    const rows = await graph.read('SHOW SETTINGS YIELD name, value WHERE name IN $names RETURN name, value', { names });
    const values = new Map(rows.map((row) => [row['name'] as string, String(row['value'])]));
    const bad = EXPECTED.flatMap((one) => settingCheck(one, values.get(one.setting)));
    return bad.length > 0
      ? bad
      : [{ ...check, status: 'ok', says: 'authentication, limits and logs are set as they should be' }];
  } catch (thrown) {
    const says = `the server does not tell its settings: ${redactText(messageOf(thrown)).slice(0, 200)}`;
    return [{ ...check, status: 'warn', says, hint: 'docs/operating-neo4j.md has what they should be.' }];
  }
}

function settingCheck(one: Expected, value: string | undefined): Check[] {
  if (value !== undefined && one.good(value)) return [];
  const says = value === undefined ? `${one.setting} is not told` : `${one.setting} is ${value}: ${one.why}`;
  return [{ area: 'graph', name: 'settings', status: 'warn', says, hint: `Set ${one.hint}.` }];
}
