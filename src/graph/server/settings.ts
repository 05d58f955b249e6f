import { inputError } from '../../lib/errors.ts';
import type { ServerMemory } from './handle.ts';

const DEFAULT_MEMORY: ServerMemory = { heapMb: 512, pageCacheMb: 256 };

/** Memory from the options, else the environment, else the default. Error: `bad-memory-setting`. */
export function memoryOf(memory: ServerMemory | undefined, env: NodeJS.ProcessEnv): ServerMemory {
  return {
    heapMb: memory?.heapMb ?? megabytes(env, 'KEYLINE_NEO4J_HEAP_MB') ?? DEFAULT_MEMORY.heapMb,
    pageCacheMb: memory?.pageCacheMb ?? megabytes(env, 'KEYLINE_NEO4J_PAGECACHE_MB') ?? DEFAULT_MEMORY.pageCacheMb,
  };
}

function megabytes(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 64) return value;
  throw inputError('bad-memory-setting', `${name} must be a whole number of megabytes, 64 or more`, { source: text });
}

/** Neo4j's settings, `name → value`, for the embedded server and for the container alike. */
export type Neo4jSettings = Readonly<Record<string, string>>;

export function neo4jSettings(memory: ServerMemory): Neo4jSettings {
  // Writes hold their state in the heap: one transaction may take half of it, all of them together most of it.
  const transactionsMb = Math.floor(memory.heapMb * 0.75);
  return {
    'server.memory.pagecache.size': `${memory.pageCacheMb}m`,
    'dbms.memory.transaction.total.max': `${transactionsMb}m`,
    'db.memory.transaction.max': `${Math.floor(memory.heapMb / 2)}m`,
    // No statement of ours runs that long; a runaway one of an operator must not run for ever.
    'db.transaction.timeout': '10m',
    // The default keeps two days of logs, which grew to 4-12 GB.
    'db.tx_log.rotation.size': '64m',
    'db.tx_log.rotation.retention_policy': '256M size',
    'db.tx_log.preallocate': 'false',
    // READ mode still allows LOAD CSV: it must reach neither files nor the network.
    'dbms.security.allow_csv_import_from_file_urls': 'false',
    'internal.dbms.cypher_ip_blocklist': '0.0.0.0/0,::/0',
    'dbms.security.auth_enabled': 'true',
    // Or the planner makes a plan for each order of magnitude of every list and text: a plan takes longer than most queries.
    'internal.cypher.use_parameter_size': 'false',
    'dbms.usage_report.enabled': 'false',
    // Query texts and parameters belong in no file.
    'db.logs.query.enabled': 'OFF',
    // The default waits ten seconds for clients that have gone already.
    'internal.dbms.bolt.netty_server_shutdown_quiet_period': '0',
  };
}

/**
 * The settings of the embedded server only: loopback, and HTTP for the Browser alone. Ports of 0 are picked by the system;
 * with the Browser the Bolt port must be given, because Neo4j tells the Browser the configured one.
 */
export function embeddedSettings(memory: ServerMemory, browserBoltPort: number | undefined): Neo4jSettings {
  const bolt = `127.0.0.1:${browserBoltPort ?? 0}`;
  return {
    ...neo4jSettings(memory),
    'server.default_listen_address': '127.0.0.1',
    'server.default_advertised_address': '127.0.0.1',
    'server.bolt.enabled': 'true',
    'server.bolt.listen_address': bolt,
    ...(browserBoltPort === undefined ? {} : { 'server.bolt.advertised_address': bolt }),
    'server.http.enabled': String(browserBoltPort !== undefined),
    'server.http.listen_address': '127.0.0.1:0',
    'server.https.enabled': 'false',
  };
}

/** The text of a neo4j.conf. */
export function toConf(settings: Neo4jSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The official image takes settings as `NEO4J_…` variables: a dot becomes `_`, an underscore `__`. */
export function toContainerVariables(settings: Neo4jSettings): Record<string, string> {
  const variable = (name: string) => `NEO4J_${name.replaceAll('_', '__').replaceAll('.', '_')}`;
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [variable(name), value]));
}
