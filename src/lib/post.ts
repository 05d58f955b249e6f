import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import pRetry from 'p-retry';
import { inputError, KeylineError, messageOf } from './errors.ts';
import { guardedFetch, type OutboundPolicy, outboundPolicy } from './outbound.ts';
import { redactText } from './redact.ts';

export interface PostOptions {
  readonly signal?: AbortSignal;
  /** Attempts after the first. Default 3. */
  readonly retries?: number;
  /** First pause; doubles. Default 500 ms. */
  readonly minPauseMs?: number;
  /** Longest pause, also for Retry-After. Default 30,000 ms. */
  readonly maxPauseMs?: number;
  /** One attempt takes no longer. Default 10,000 ms. */
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Which private addresses may be sent to; default: all of them, for an address that the user typed. */
  readonly policy?: OutboundPolicy;
  /** For tests: the addresses of a host name. */
  readonly addressesOf?: (host: string) => Promise<readonly string[]>;
}

/**
 * Sends a JSON document by POST: https to anywhere but link-local and metadata addresses and what `policy` refuses, http to this
 * machine only; no redirect is followed. Tries again after 429, 5xx, time-outs and broken connections. Messages name the origin only: the rest
 * of a webhook's address is a secret. Errors: `post-target` (the address is refused), `post-failed`.
 */
export async function postJson(address: string, body: unknown, options: PostOptions = {}): Promise<void> {
  const url = targetOf(address);
  const text = JSON.stringify(body);
  try {
    await pRetry(() => attempt(url, text, options), {
      retries: options.retries ?? 3,
      minTimeout: options.minPauseMs ?? 500,
      maxTimeout: options.maxPauseMs ?? 30_000,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      shouldRetry: ({ error }) => error instanceof TransientError,
      onFailedAttempt: ({ error, retriesLeft }) => pauseFor(error, retriesLeft, options),
    });
  } catch (cause) {
    if (options.signal?.aborted === true || cause instanceof KeylineError) throw cause;
    throw new KeylineError('post-failed', `It could not be sent: ${reasonOf(cause)}`, { source: url.origin });
  }
}

/** The address as one that may be sent to, as far as can be told without asking DNS. Errors: `post-target`. */
export function targetOf(address: string): URL {
  if (!URL.canParse(address)) throw inputError('post-target', 'The address to send to is not a URL');
  const url = new URL(address);
  const host = hostOf(url);
  if (url.username !== '' || url.password !== '') throw refused(url, 'it holds a user name or password');
  if (METADATA_NAMES.test(host) || (isIP(host) !== 0 && isForbidden(host))) throw refused(url, LOCAL_SERVICE);
  const own = host === 'localhost' || (isIP(host) !== 0 && isLoopback(host));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && own))
    throw refused(url, 'it is neither https nor http to this machine');
  return url;
}

const LOCAL_SERVICE = 'it leads to a link-local or metadata address';
const METADATA_NAMES = /^(metadata|instance-data|metadata\.google\.internal|metadata\.goog)\.?$/i;

function refused(url: URL, why: string): KeylineError {
  return inputError('post-target', `Nothing is sent there: ${why}`, { source: url.origin });
}

async function attempt(url: URL, body: string, options: PostOptions): Promise<void> {
  const policy = options.policy ?? ANYWHERE;
  await checkAddresses(url, options.addressesOf ?? resolved, policy);
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
  const response = await send(url, body, signal, options.headers ?? {}, policy);
  await response.body?.cancel();
  if (response.ok) return;
  if (response.status === 429 || response.status >= 500)
    throw new TransientError(`it answered ${response.status}`, response.headers.get('retry-after'));
  throw new Error(`it answered ${response.status}`);
}

async function send(
  url: URL,
  body: string,
  signal: AbortSignal,
  headers: Record<string, string>,
  policy: OutboundPolicy,
): Promise<Response> {
  const fetch = await fetchOf(policy);
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'keyline', ...headers },
      body,
      redirect: 'manual',
      signal,
    });
  } catch (thrown) {
    const why = refusalOf(thrown);
    if (why !== undefined) throw why;
    const timedOut = thrown instanceof Error && thrown.name === 'TimeoutError';
    throw new TransientError(
      timedOut ? 'it did not answer in time' : `the connection failed (${codeOf(thrown)})`,
      null,
    );
  }
}

/** Private addresses are as good as others; link-local and metadata addresses are not. */
const ANYWHERE = outboundPolicy(['0.0.0.0/0', '::/0']);

const fetches = new WeakMap<OutboundPolicy, ReturnType<typeof guardedFetch>>();

function fetchOf(policy: OutboundPolicy): ReturnType<typeof guardedFetch> {
  const known = fetches.get(policy) ?? guardedFetch(policy);
  fetches.set(policy, known);
  return known;
}

/** What the connection itself refused: its address was another one than when it was looked at. */
function refusalOf(thrown: unknown): KeylineError | undefined {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  return cause instanceof KeylineError ? cause : undefined;
}

/** Every address of the name is looked at before anything is sent, and again by the connection (DNS rebinding). */
async function checkAddresses(
  url: URL,
  addressesOf: (host: string) => Promise<readonly string[]>,
  policy: OutboundPolicy,
): Promise<void> {
  const host = hostOf(url);
  if (isIP(host) !== 0) {
    const why = policy.whyRefused(host, host);
    if (why !== undefined) throw refused(url, why);
    return;
  }
  const addresses = await addressesOf(host).catch((thrown: unknown) => {
    throw new TransientError(`its name cannot be resolved (${codeOf(thrown)})`, null);
  });
  if (addresses.some(isForbidden)) throw refused(url, LOCAL_SERVICE);
  const why = addresses.map((one) => policy.whyRefused(one, host)).find((one) => one !== undefined);
  if (why !== undefined) throw refused(url, why);
  if (url.protocol === 'http:' && !addresses.every(isLoopback)) throw refused(url, 'its name is not this machine');
}

async function resolved(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Link-local (RFC 3927, RFC 4291) and the metadata services of AWS (IPv6), Azure, Alibaba and Oracle. */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addSubnet('0.0.0.0', 8, 'ipv4');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
FORBIDDEN.addAddress('::', 'ipv6');
FORBIDDEN.addAddress('fd00:ec2::254', 'ipv6');
for (const address of ['168.63.129.16', '100.100.100.200', '192.0.0.192']) FORBIDDEN.addAddress(address, 'ipv4');

function isForbidden(address: string): boolean {
  return FORBIDDEN.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function isLoopback(address: string): boolean {
  return LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Worth another try. */
class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly retryAfter: string | null;

  constructor(message: string, retryAfter: string | null) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

async function pauseFor(error: Error, retriesLeft: number, options: PostOptions): Promise<void> {
  const seconds = error instanceof TransientError && error.retryAfter !== null ? Number(error.retryAfter) : Number.NaN;
  if (retriesLeft === 0 || !(seconds > 0)) return;
  const pause = Math.min(seconds * 1000, options.maxPauseMs ?? 30_000);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, pause);
    options.signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function codeOf(thrown: unknown): string {
  const bag = thrown as { code?: unknown; cause?: { code?: unknown } } | undefined;
  const code = bag?.cause?.code ?? bag?.code;
  return typeof code === 'string' ? code : 'no reason given';
}

function reasonOf(thrown: unknown): string {
  return redactText(messageOf(thrown));
}
