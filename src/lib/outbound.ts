import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { inputError } from './errors.ts';

/** Decides where a request may go whose address somebody wrote down. */
export interface OutboundPolicy {
  /** Why nothing is sent to this address of this host; `undefined` when it may. */
  whyRefused(address: string, host: string): string | undefined;
}

/** Never, whatever is allowed: link-local (RFC 3927, RFC 4291) and the metadata services of AWS, Azure, Alibaba and Oracle. */
const NEVER = blockList([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '255.255.255.255/32',
  '224.0.0.0/4',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  'fd00:ec2::254/128',
]);

/** Not public (IANA special-purpose registries, RFC 6890): only where it is allowed. */
const PRIVATE = blockList([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '240.0.0.0/4',
  '::1/128',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:db8::/32',
  'fc00::/7',
]);

/** `allow`: host names, addresses and CIDR ranges that may be contacted though they are not public. Errors: `outbound-allow`. */
export function outboundPolicy(allow: readonly string[]): OutboundPolicy {
  const names = new Set(allow.filter(isName).map((one) => one.toLowerCase()));
  const ranges = blockList(allow.filter((one) => !isName(one)));
  return {
    whyRefused: (given, host) => {
      const address = plain(given);
      if (isIP(address) === 0) return 'it is no address';
      if (has(NEVER, address)) return 'it leads to a link-local or metadata address';
      if (!has(PRIVATE, address) || has(ranges, address) || names.has(host.toLowerCase())) return undefined;
      return 'it leads to a private address that `outbound.allow` does not hold';
    },
  };
}

function isName(one: string): boolean {
  return isIP(one.split('/')[0] ?? '') === 0;
}

/**
 * A `fetch` that goes nowhere the policy refuses. Names are looked up once, and the connection goes to the very addresses that were
 * looked at, so that a name that changes between (DNS rebinding) gains nothing. https only, or http to this machine. No redirect is
 * followed. Errors: `outbound-refused`.
 */
export async function guardedFetch(policy: OutboundPolicy): Promise<typeof globalThis.fetch> {
  const { Agent, fetch } = await import('undici');
  const dispatcher = new Agent({ connect: { lookup: guardedLookup(policy), timeout: 10_000 }, pipelining: 0 });
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    checkUrl(url, policy);
    const options = { ...init, redirect: 'manual', dispatcher } as Parameters<typeof fetch>[1];
    return (await fetch(url, options)) as unknown as Response;
  };
}

/** As far as can be told without a look-up. Errors: `outbound-refused`. */
export function checkUrl(url: URL, policy: OutboundPolicy): void {
  const host = hostOf(url);
  const own = host === 'localhost' || (isIP(host) !== 0 && has(LOOPBACK, plain(host)));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && own))
    throw refused(url, 'it is neither https nor http to this machine');
  if (url.username !== '' || url.password !== '') throw refused(url, 'it holds a user name or password');
  const why = isIP(host) === 0 ? undefined : policy.whyRefused(host, host);
  if (why !== undefined) throw refused(url, why);
}

const LOOPBACK = blockList(['127.0.0.0/8', '::1/128']);

/** Looks a name up, and fails when any of its addresses is refused: one good address beside a bad one is an attack. */
export function guardedLookup(policy: OutboundPolicy, resolve: typeof dnsLookup = dnsLookup): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      const why = addresses.map(({ address }) => policy.whyRefused(address, host)).find((one) => one !== undefined);
      if (first === undefined || why !== undefined)
        return callback(refused(new URL(`https://${host}`), why ?? 'it has no address'), '', 0);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refused(url: URL, why: string): Error {
  return inputError('outbound-refused', `Nothing is sent there: ${why}`, { source: url.origin });
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`, NAT64 `64:ff9b::`) is that IPv4 address. */
function plain(address: string): string {
  const mapped = /^(?:::ffff:|64:ff9b::)(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const hex = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (hex === null) return address;
  const [high, low] = [Number.parseInt(hex[1] ?? '', 16), Number.parseInt(hex[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function has(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const version = isIP(address);
    const width = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
    if (version === 0 || !(Number.isInteger(width) && width >= 0 && width <= (version === 6 ? 128 : 32)))
      throw inputError('outbound-allow', `"${range}" is neither an address nor a CIDR range`);
    list.addSubnet(address, width, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
