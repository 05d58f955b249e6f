import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) || host === '::1';
}

/** Which names a service answers to. */
export interface OwnNames {
  /** It listens on this machine only. */
  readonly isLocal: boolean;
  /** Where browsers and tools reach it, where that is configured. */
  readonly publicUrl: URL | undefined;
}

/**
 * Whether a request names this service as its host. A page elsewhere whose name was made to lead here (DNS rebinding) sends that
 * name. A service that listens further without a public address takes any name: nobody is let in there by where they come from.
 */
export function namesService(request: IncomingMessage, { isLocal, publicUrl }: OwnNames): boolean {
  const host = request.headers.host ?? '';
  if (publicUrl !== undefined && host.toLowerCase() === publicUrl.host) return true;
  if (isLocal) return LOOPBACK.test(host.replace(/:\d+$/, ''));
  return publicUrl === undefined && host !== '';
}

/** Whether a browser’s page of this service itself sends the request, or no page at all. Other sites’ pages may not. */
export function isOwnOrigin(request: IncomingMessage, isSecure: boolean): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const scheme = isSecure ? url.protocol === 'https:' : url.protocol === 'http:';
  return scheme && url.host === hostOf(host ?? '', url.protocol);
}

/** A host as URLs write it: lower case, without the standard port. */
function hostOf(host: string, protocol: string): string {
  return URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`).host : '';
}

/** Addresses of proxies that are believed. */
export function proxyList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}

/** The address a request comes from: of the connection, or what trusted proxies say, read from the last one back. */
export function addressOf(request: IncomingMessage, proxies: BlockList): string {
  const chain = String(request.headers['x-forwarded-for'] ?? '').split(',');
  let address = plain(request.socket.remoteAddress ?? '');
  while (isIn(proxies, address)) {
    const before = plain((chain.pop() ?? '').trim());
    if (isIP(before) === 0) break;
    address = before;
  }
  return address;
}

export function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

export function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
