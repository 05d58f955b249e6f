/** HTTP answer of a failed SDK call, as the SDK hangs it on the error. */
interface FailedCall extends Error {
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Error names by which AWS throttles, whatever the HTTP status (IAM and Organizations use 400).
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const THROTTLED =
  /^(Throttl\w+|Request(Throttled|LimitExceeded)\w*|TooManyRequests\w*|BandwidthLimitExceeded|SlowDown|PriorRequestNotComplete|EC2ThrottledException|ProvisionedThroughputExceededException)$/;

const GATEWAY_STATUS = new Set([502, 503, 504]);

type Handler = (args: never) => Promise<unknown>;

/**
 * SDK middleware that says what a failed answer is, so that `attempt` treats it rightly: throttling under HTTP 400 becomes
 * a rate limit (retried), and a web page in place of the service's format (an emulator or proxy that lacks the operation)
 * becomes a plain failure that is not retried.
 */
export function explained(service: string): (next: Handler) => Handler {
  return (next) => async (args) => {
    try {
      return await next(args);
    } catch (thrown) {
      throw explainedError(thrown, service);
    }
  };
}

/** The error as `attempt` should see it; see `explained`. */
export function explainedError(thrown: unknown, service: string): unknown {
  if (!(thrown instanceof Error)) return thrown;
  if (THROTTLED.test(thrown.name)) return Object.assign(thrown, { status: 429 });
  const status = (thrown as FailedCall).$response?.statusCode ?? (thrown as FailedCall).$metadata?.httpStatusCode;
  if (!isWebPage(thrown) || (status !== undefined && GATEWAY_STATUS.has(status))) return thrown;
  // A new error without the status: HTTP 500 would be tried again.
  return new Error(`${service} answered with a web page (HTTP ${status ?? 'unknown'}), not in its own format`);
}

function isWebPage(thrown: FailedCall): boolean {
  const headers = thrown.$response?.headers;
  return /text\/html/i.test(headers?.['content-type'] ?? headers?.['Content-Type'] ?? '');
}
