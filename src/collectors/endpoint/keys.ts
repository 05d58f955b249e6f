import { type NodeRef, ref } from '../../schema/index.ts';
import type { ScanCredential, ScanDevice, ScanServer } from './document.ts';

export function deviceRef(device: ScanDevice): NodeRef<'Device'> {
  return ref('Device', `device:${device.id}`);
}

/** The scope of a scan: one user on one device. */
export function scopeOf(device: { readonly id: string; readonly user?: string | undefined }): string {
  return device.user === undefined ? device.id : `${device.id}/${device.user}`;
}

export function agentKey(device: ScanDevice, client: string): string {
  return `endpoint:${device.id}:agent:${client}`;
}

export function serverAgentKey(device: ScanDevice, server: ScanServer): string {
  return agentKey(device, `mcp/${server.key}`);
}

/** Does the client start it on the device? Otherwise it is a remote server, reached by its URL. */
export function isProcess(server: ScanServer): boolean {
  return server.url === undefined;
}

/** `pkg:npm/<name>`, the URL, or a key of the device for a program that lies there. */
export function toolKey(device: ScanDevice, server: ScanServer): string {
  if (server.url !== undefined) return server.url;
  if (server.package !== undefined) return `pkg:${server.package.ecosystem}/${server.package.name}`;
  return `endpoint:${device.id}:tool:${server.key}`;
}

/** `~` is another folder for each user of a device. */
export function fileKey(device: ScanDevice, place: string): string {
  return `endpoint:${device.id}:file:${device.user ?? ''}:${place}`;
}

/** The public id, else the fingerprint, else (a login that is only known to be there) its place. */
export function credentialKey(device: ScanDevice, credential: ScanCredential): string {
  const print = credential.fingerprints.find((one) => one.startsWith('fp:'));
  return (
    credential.id ??
    print ??
    `endpoint:${device.id}:credential:${device.user ?? ''}:${credential.place}#${credential.as ?? ''}`
  );
}
