import { edge, ref } from '../../schema/index.ts';
import type { ScanCredential, ScanDocument, ScanServer } from './document.ts';
import { agentKey, credentialKey, isProcess, serverAgentKey } from './keys.ts';
import type { EndpointRecord } from './map.ts';

interface Use {
  readonly agent: string;
  readonly credential: string;
  readonly basis: 'configured' | 'inherited';
  readonly via: string;
}

/**
 * Who uses which credential. Configured: it stands in the configuration of the client or server, or is referred to by
 * variable or profile there. Inherited: it lies in the user's home or environment, where every installed client finds it.
 */
export function usesOf(scan: ScanDocument): EndpointRecord[] {
  const uses = new Map<string, Use>();
  for (const use of [...configured(scan), ...referred(scan), ...inherited(scan)]) {
    const key = `${use.agent}\n${use.credential}`;
    if (!uses.has(key)) uses.set(key, use);
  }
  return [...uses.values()].map(({ agent, credential, basis, via }) =>
    edge('USES', ref('Agent', agent), ref('Credential', credential), { basis, via }),
  );
}

function configured(scan: ScanDocument): Use[] {
  const servers = new Map(scan.mcpServers.map((server) => [server.key, server]));
  return scan.credentials.flatMap((credential) => {
    const server = credential.server === undefined ? undefined : servers.get(credential.server);
    const agent = server !== undefined ? userOf(scan, server) : clientOf(scan, credential);
    return agent === undefined ? [] : [use(scan, agent, credential, 'configured', viaOf(credential))];
  });
}

/** The process that is started with it; for a remote server the client, which sends it. */
function userOf({ device }: ScanDocument, server: ScanServer): string {
  return isProcess(server) ? serverAgentKey(device, server) : agentKey(device, server.client);
}

function clientOf({ device }: ScanDocument, { client }: ScanCredential): string | undefined {
  return client === undefined ? undefined : agentKey(device, client);
}

function referred(scan: ScanDocument): Use[] {
  const shared = scan.credentials.filter(isShared);
  return scan.mcpServers.flatMap((server) => {
    const profile = server.profile === undefined ? undefined : `profile ${server.profile}`;
    return shared
      .filter(({ as }) => as !== undefined && (as === profile || server.references.includes(as)))
      .map((one) => use(scan, userOf(scan, server), one, 'configured', `${server.file} names ${one.as ?? ''}`));
  });
}

function inherited(scan: ScanDocument): Use[] {
  const clients = scan.clients.filter(({ installed }) => installed);
  return scan.credentials
    .filter(isShared)
    .flatMap((one) =>
      clients.map(({ client }) => use(scan, agentKey(scan.device, client), one, 'inherited', viaOf(one))),
    );
}

/** Not the own login of one client, nor the configuration of one server. */
function isShared({ client, server }: ScanCredential): boolean {
  return client === undefined && server === undefined;
}

function use(scan: ScanDocument, agent: string, credential: ScanCredential, basis: Use['basis'], via: string): Use {
  return { agent, credential: credentialKey(scan.device, credential), basis, via };
}

function viaOf({ place, as }: ScanCredential): string {
  return as === undefined ? place : `${place} ${as}`;
}
