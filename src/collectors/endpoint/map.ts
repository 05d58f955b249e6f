import type { MapContext } from '../../collect/index.ts';
import { edge, node, type RecordOf, ref } from '../../schema/index.ts';
import type { ScanClient, ScanDevice, ScanDocument, ScanServer } from './document.ts';
import { agentKey, deviceRef, isProcess, serverAgentKey, toolKey } from './keys.ts';
import { credentialRecords } from './map-credentials.ts';

export type EndpointNode = 'Device' | 'Agent' | 'Tool' | 'Credential' | 'Resource' | 'Evidence';
export type EndpointEdge =
  | 'RUNS_ON'
  | 'HAS_TOOL'
  | 'DELEGATES_TO'
  | 'USES'
  | 'STORED_IN'
  | 'CONTAINS'
  | 'AUTHENTICATES_AS'
  | 'ABOUT';
export type EndpointRecord = RecordOf<EndpointNode | EndpointEdge>;

/** A scan document → the device, its clients and MCP servers as agents, what they can use, and who works there. */
export function mapScan(scan: ScanDocument, _context: MapContext): readonly EndpointRecord[] {
  return [
    deviceNode(scan),
    ...deviceUser(scan.device, deviceRef(scan.device), undefined, scan.device.name),
    ...scan.clients.flatMap((client) => clientRecords(scan.device, client)),
    ...scan.mcpServers.flatMap((server) => serverRecords(scan, server)),
    ...credentialRecords(scan),
  ];
}

function deviceNode({ device, scannedAt }: ScanDocument): EndpointRecord {
  return node('Device', deviceRef(device).id, {
    name: device.name,
    os: device.os,
    userName: device.user,
    userEmail: device.emails[0],
    shared: device.shared,
    scannedAt: new Date(scannedAt).toISOString(),
  });
}

function clientRecords(device: ScanDevice, client: ScanClient): EndpointRecord[] {
  const agent = ref('Agent', agentKey(device, client.client));
  return [
    node('Agent', agent.id, {
      name: `${client.title} on ${device.name}`,
      kind: 'ide-agent',
      platform: 'endpoint',
      tenant: device.id,
      status: client.installed ? 'installed' : 'configured',
      client: client.client,
      riskFacts: sorted(client.risks),
    }),
    edge('RUNS_ON', agent, deviceRef(device), {}),
    ...deviceUser(device, agent, client.email, `${client.title} on ${device.name}`),
  ];
}

function serverRecords(scan: ScanDocument, server: ScanServer): EndpointRecord[] {
  const { device } = scan;
  const client = ref('Agent', agentKey(device, server.client));
  const tool = ref('Tool', toolKey(device, server));
  const offer = node('Tool', tool.id, {
    name: server.package?.name ?? server.url?.replace(/^\w+:\/\//, '') ?? server.name,
    kind: 'mcp-server',
    transport: server.transport === 'stdio' ? 'stdio' : server.url === undefined ? undefined : 'http',
    url: server.url,
    package: server.package?.name,
  });
  const use = edge('HAS_TOOL', client, tool, { autoApprove: server.autoApprove });
  return isProcess(server) ? [offer, use, ...processRecords(scan, server)] : [offer, use];
}

/** A server that the client starts on the device is an agent of its own: it runs with the user's power. */
function processRecords({ device, clients }: ScanDocument, server: ScanServer): EndpointRecord[] {
  const agent = ref('Agent', serverAgentKey(device, server));
  const client = ref('Agent', agentKey(device, server.client));
  const email = clients.find((one) => one.client === server.client)?.email;
  return [
    node('Agent', agent.id, {
      name: `${server.name} on ${device.name}`,
      kind: 'mcp-server',
      platform: 'endpoint',
      tenant: device.id,
      status: server.enabled ? 'configured' : 'disabled',
      client: server.client,
      version: versionOf(server),
      riskFacts: sorted(serverRisks(server)),
    }),
    edge('RUNS_ON', agent, deviceRef(device), {}),
    edge('DELEGATES_TO', client, agent, {}),
    edge('HAS_TOOL', agent, ref('Tool', toolKey(device, server)), {}),
    ...deviceUser(device, agent, email, `${server.name} on ${device.name}`),
  ];
}

/** The package as it is started; on the agent and not on the tool, because every device may start another version. */
function versionOf({ package: spec, command }: ScanServer): string | undefined {
  if (spec === undefined) return command;
  return spec.version === undefined
    ? `${spec.ecosystem}:${spec.name}`
    : `${spec.ecosystem}:${spec.name}@${spec.version}`;
}

function serverRisks(server: ScanServer): string[] {
  const unpinned = server.package !== undefined && !server.package.pinned;
  return [...server.risks, ...(server.autoApprove ? ['auto-approve'] : []), ...(unpinned ? ['unpinned-package'] : [])];
}

/** Who works with it: the account the client is signed in with, else those of the device, else the login name. */
function deviceUser(
  device: ScanDevice,
  about: Parameters<typeof edge<'ABOUT', 'Evidence', 'Agent' | 'Device', object>>[2],
  email: string | undefined,
  what: string,
): EndpointRecord[] {
  const emails = email === undefined ? device.emails : [email];
  const people = emails.length > 0 ? emails : [device.user].filter((user) => user !== undefined);
  const field =
    email !== undefined
      ? 'account signed in to the client'
      : emails.length > 0
        ? 'account signed in on the device'
        : 'login name';
  return people.flatMap((person) => {
    const evidence = ref('Evidence', `evidence:device-user:${about.id}:${person}`);
    return [
      node('Evidence', evidence.id, { kind: 'device-user', says: `works with ${what} (${field})`, person }),
      edge('ABOUT', evidence, about, {}),
    ];
  });
}

/** A set as the graph keeps it; none is absent. */
function sorted(values: readonly string[]): string[] | undefined {
  const set = [...new Set(values)].sort();
  return set.length === 0 ? undefined : set;
}
