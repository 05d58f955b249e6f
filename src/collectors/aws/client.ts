import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { ConnectContext } from '../../collect/index.ts';
import { explained } from './answers.ts';
import type { AwsAccountConfig, AwsConfig } from './config.ts';

export type AwsCredentials = ReturnType<typeof fromNodeProviderChain>;

/** What every SDK client is made with. One attempt per call: `attempt` retries, and its log counts. */
export interface SdkConfig {
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly maxAttempts: 1;
  readonly endpoint?: string;
  /** For S3 on an endpoint of its own. */
  readonly forcePathStyle?: boolean;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly httpAgent: { readonly keepAlive: true; readonly maxSockets: number };
    readonly httpsAgent: { readonly keepAlive: true; readonly maxSockets: number };
  };
}

type Handler = (args: never) => Promise<unknown>;

/** What all SDK clients have in common. */
export interface SdkClient {
  readonly config: { readonly serviceId: string };
  readonly middlewareStack: {
    add(
      middleware: (next: Handler) => Handler,
      options: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string },
    ): void;
  };
  destroy(): void;
}

/** The API of one AWS account. */
export interface AwsClient {
  /** Twelve digits. */
  readonly account: string;
  /** Regions to read, the home region first. */
  readonly regions: readonly string[];
  readonly identityCenterRegion: string;
  /** The SDK client of a service in a region (the home region when absent), made once: `aws.sdk(IAMClient).send(…)`. */
  readonly sdk: <C extends SdkClient>(kind: new (config: SdkConfig) => C, region?: string) => C;
  readonly close: () => Promise<void>;
}

type Environment = ConnectContext['env'];

const CONNECTION_TIMEOUT_MS = 10_000;
const AGENT = { keepAlive: true, maxSockets: 64 } as const;

/** `AWS_ENDPOINT_URL_<SERVICE ID>` before `AWS_ENDPOINT_URL`, as the SDKs read them; the configuration before both.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export function endpointOf(serviceId: string, config: AwsConfig, env: Environment): string | undefined {
  const specific = env[`AWS_ENDPOINT_URL_${serviceId.toUpperCase().replaceAll(' ', '_')}`];
  return config.endpoint ?? specific ?? env['AWS_ENDPOINT_URL'];
}

/** Regions of an account, the home region first. */
export function regionsOf(config: AwsConfig, env: Environment, account?: AwsAccountConfig): readonly string[] {
  const regions = account?.regions ?? config.regions;
  return regions.length > 0 ? regions : [env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1'];
}

/** Credentials of the configuration's profile, else of the given environment, else of the SDK's provider chain. */
export function baseCredentials(config: AwsConfig, env: Environment): AwsCredentials {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (config.profile !== undefined || accessKeyId === undefined || secretAccessKey === undefined)
    return fromNodeProviderChain(config.profile === undefined ? {} : { profile: config.profile });
  const sessionToken = env['AWS_SESSION_TOKEN'];
  return () =>
    Promise.resolve({ accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) });
}

/** Credentials of the account's read role, assumed when first needed; the base credentials where it names no role. */
export function accountCredentials(
  account: AwsAccountConfig,
  base: AwsCredentials,
  config: AwsConfig,
  env: Environment,
): AwsCredentials {
  if (account.roleArn === undefined) return base;
  const endpoint = endpointOf('STS', config, env);
  return fromTemporaryCredentials({
    masterCredentials: base,
    params: {
      RoleArn: account.roleArn,
      RoleSessionName: 'keyline',
      ...(account.externalId === undefined ? {} : { ExternalId: account.externalId }),
      ...(config.sourceIdentity === undefined ? {} : { SourceIdentity: config.sourceIdentity }),
    },
    clientConfig: {
      region: regionsOf(config, env, account)[0] ?? 'us-east-1',
      ...(endpoint === undefined ? {} : { endpoint }),
    },
  });
}

export interface AwsClientOptions {
  readonly account: string;
  readonly regions: readonly string[];
  readonly credentials: AwsCredentials;
  readonly config: AwsConfig;
  readonly env: Environment;
}

/** Makes SDK clients of one account, each (service, region) once. */
export function awsClient({ account, regions, credentials, config, env }: AwsClientOptions): AwsClient {
  const made = new Map<string, SdkClient>();
  const home = regions[0] ?? 'us-east-1';
  return {
    account,
    regions,
    identityCenterRegion: config.identityCenterRegion ?? home,
    sdk: <C extends SdkClient>(kind: new (config: SdkConfig) => C, region: string = home): C => {
      const key = `${kind.name}/${region}`;
      // The key names the class, so that what was kept under it is of that class.
      const client = (made.get(key) as C | undefined) ?? newClient(kind, { region, credentials }, config, env);
      made.set(key, client);
      return client;
    },
    close: () => {
      for (const client of made.values()) client.destroy();
      return Promise.resolve();
    },
  };
}

function newClient<C extends SdkClient>(
  kind: new (config: SdkConfig) => C,
  where: Pick<SdkConfig, 'region' | 'credentials'>,
  config: AwsConfig,
  env: Environment,
): C {
  const base: SdkConfig = {
    ...where,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, httpAgent: AGENT, httpsAgent: AGENT },
  };
  const plain = new kind(base);
  const endpoint = endpointOf(plain.config.serviceId, config, env);
  const client = endpoint === undefined ? plain : new kind({ ...base, endpoint, forcePathStyle: true });
  client.middlewareStack.add(explained(client.config.serviceId), {
    step: 'initialize',
    priority: 'high',
    name: 'keylineAnswers',
  });
  return client;
}
