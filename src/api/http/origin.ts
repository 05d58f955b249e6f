import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) || host === '::1';
}

/**
 * Whether a request to a service on loopback names loopback as its host. A page elsewhere whose name was made to resolve to
 * this machine (DNS rebinding) sends that name.
 */
export function namesLoopback(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  return LOOPBACK.test(host.replace(/:\d+$/, ''));
}
