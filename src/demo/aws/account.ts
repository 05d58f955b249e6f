import type { Random } from '../prng.ts';
import type { Times } from '../times.ts';
import type { Json } from '../types.ts';

export interface Tags {
  readonly [key: string]: string;
}

/** The regional lists of one account, each as its list operation gives it. */
export class Region {
  readonly secrets: Json[] = [];
  readonly clusters: Json[] = [];
  readonly instances: Json[] = [];
  readonly tables: Json[] = [];
  readonly functions: Json[] = [];
  readonly taskDefinitions: Json[] = [];
  readonly agents: Json[] = [];
  readonly knowledgeBases: Json[] = [];
  readonly runtimes: Json[] = [];
  readonly gateways: Json[] = [];
  readonly identities: Json[] = [];
  readonly apiKeys: Json[] = [];
  readonly oauthClients: Json[] = [];
}

/** One AWS account, in the vendor's own objects, until it is written. */
export class AwsAccount {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly random: Random;
  readonly times: Times;
  readonly users: Json[] = [];
  readonly groups: Json[] = [];
  readonly roles: Json[] = [];
  readonly policies: Json[] = [];
  readonly keys: Json[] = [];
  readonly mfaDevices: Json[] = [];
  readonly serviceCredentials: Json[] = [];
  readonly oidcProviders: Json[] = [];
  readonly samlProviders: Json[] = [];
  readonly buckets: Json[] = [];
  readonly trail: Json[] = [];
  readonly regions = new Map<string, Region>();

  constructor(id: string, name: string, environment: string, random: Random, times: Times) {
    this.id = id;
    this.name = name;
    this.environment = environment;
    this.random = random;
    this.times = times;
  }

  region(name: string): Region {
    const known = this.regions.get(name);
    if (known !== undefined) return known;
    const region = new Region();
    this.regions.set(name, region);
    return region;
  }

  arn(service: string, region: string, resource: string): string {
    return `arn:aws:${service}:${region}:${this.id}:${resource}`;
  }
}

export function tagList(tags: Tags = {}): Json[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
