import type { AwsAccessInput, AwsPolicy, AwsPrincipal, AwsResource } from '../../src/access/index.ts';
import { Random } from './random.ts';

/** How large a generated AWS organisation is. */
export interface AccessSize {
  readonly accounts: number;
  readonly principals: number;
  readonly documents: number;
  readonly resources: number;
  /** Only buckets. */
  readonly bucketsOnly?: boolean;
}

export const ACCESS_SEED = 7;

/** Resources of a type: their share, and the ARN of a name. `service` is what policies say of them. */
interface Kind {
  readonly type: string;
  readonly service: string;
  readonly share: number;
  readonly arn: (region: string, account: string, name: string) => string;
}

const KINDS: readonly [Kind, ...Kind[]] = [
  { type: 's3:bucket', service: 's3', share: 10, arn: (_r, _a, name) => `arn:aws:s3:::${name}` },
  {
    type: 'dynamodb:table',
    service: 'dynamodb',
    share: 8,
    arn: (r, a, name) => `arn:aws:dynamodb:${r}:${a}:table/${name}`,
  },
  {
    type: 'secretsmanager:secret',
    service: 'secretsmanager',
    share: 20,
    arn: (r, a, name) => `arn:aws:secretsmanager:${r}:${a}:secret:${name}`,
  },
  {
    type: 'lambda:function',
    service: 'lambda',
    share: 15,
    arn: (r, a, name) => `arn:aws:lambda:${r}:${a}:function:${name}`,
  },
  { type: 'sqs:queue', service: 'sqs', share: 10, arn: (r, a, name) => `arn:aws:sqs:${r}:${a}:${name}` },
  { type: 'sns:topic', service: 'sns', share: 7, arn: (r, a, name) => `arn:aws:sns:${r}:${a}:${name}` },
  { type: 'ec2:instance', service: 'ec2', share: 15, arn: (r, a, name) => `arn:aws:ec2:${r}:${a}:instance/${name}` },
  { type: 'ssm:parameter', service: 'ssm', share: 10, arn: (r, a, name) => `arn:aws:ssm:${r}:${a}:parameter/${name}` },
  { type: 'rds:cluster', service: 'rds', share: 5, arn: (r, a, name) => `arn:aws:rds:${r}:${a}:cluster:${name}` },
];

/** Each kind as often as its share says. */
const WEIGHTED = KINDS.flatMap((kind) => Array.from({ length: kind.share }, () => kind));

/** Actions that statements give together, by service. */
const ACTIONS: Readonly<Record<string, readonly [readonly string[], ...(readonly string[])[]]>> = {
  s3: [
    ['s3:GetObject'],
    ['s3:GetObject', 's3:ListBucket'],
    ['s3:Get*', 's3:List*'],
    ['s3:PutObject', 's3:DeleteObject'],
    ['s3:*'],
  ],
  dynamodb: [['dynamodb:GetItem', 'dynamodb:Query'], ['dynamodb:*Item', 'dynamodb:Scan'], ['dynamodb:*']],
  secretsmanager: [
    ['secretsmanager:GetSecretValue'],
    ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
    ['secretsmanager:*'],
  ],
  lambda: [['lambda:InvokeFunction'], ['lambda:Get*', 'lambda:List*'], ['lambda:UpdateFunctionCode'], ['lambda:*']],
  sqs: [['sqs:SendMessage'], ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], ['sqs:*']],
  sns: [['sns:Publish'], ['sns:Subscribe'], ['sns:*']],
  ec2: [['ec2:StartInstances', 'ec2:StopInstances'], ['ec2:TerminateInstances'], ['ec2:*']],
  ssm: [['ssm:GetParameter', 'ssm:GetParameters'], ['ssm:PutParameter'], ['ssm:*']],
  rds: [['rds:DescribeDBClusters'], ['rds:DeleteDBCluster', 'rds:ModifyDBCluster'], ['rds:*']],
};

const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-1'] as const;
const STAGES = ['prod', 'stage', 'dev'] as const;
const PARTS = ['data', 'logs', 'cfg', 'queue', 'events', 'model', 'key', 'tmp'] as const;
const ROLES = ['runner', 'agent', 'lambda', 'ci', 'svc', 'etl'] as const;
const CONDITIONS = [
  { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'core' } },
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
] as const;
const APPS = 400;
const BOUNDARIES = 40;
const CONTROLS = 12;

/** An AWS organisation that is made while it is read, resources first; the same for the same seed: skewed accounts, shared and own documents, boundaries, control policies. */
export function accessEstate(size: AccessSize, seed: number): AwsAccessInput {
  const estate = new Organisation(size, new Random(seed));
  return { resources: estate.resources(), policies: estate.policies(), principals: estate.principals() };
}

class Organisation {
  readonly #size: AccessSize;
  readonly #random: Random;
  readonly #accounts: readonly string[];
  readonly #upTo: Float64Array;
  readonly #appsOf: readonly (readonly string[])[];
  readonly #own: number[][];
  /** ARNs by account. */
  readonly #known: string[][];
  readonly #shared: number;

  constructor(size: AccessSize, random: Random) {
    this.#size = size;
    this.#random = random;
    this.#shared = Math.floor(size.documents / 4);
    this.#accounts = Array.from({ length: size.accounts }, (_, i) => String(100_000_000_000 + i * 37));
    this.#upTo = new Float64Array(size.accounts);
    let sum = 0;
    for (let i = 0; i < size.accounts; i += 1) {
      sum += random.next() ** 2 + 0.05;
      this.#upTo[i] = sum;
    }
    this.#appsOf = this.#accounts.map(() => Array.from({ length: 3 + random.below(10) }, () => this.#app()));
    this.#own = this.#accounts.map(() => []);
    this.#known = this.#accounts.map(() => []);
  }

  *resources(): Generator<AwsResource> {
    for (let i = 0; i < this.#size.resources; i += 1) {
      const drawn = WEIGHTED[this.#random.below(WEIGHTED.length)] ?? KINDS[0];
      const kind = this.#size.bucketsOnly === true ? KINDS[0] : drawn;
      const account = this.#account();
      const name = `${this.#appOf(account)}-${this.#random.pick(STAGES)}-${this.#random.pick(PARTS)}-${i.toString(36)}`;
      const owner = this.#accounts[account] ?? '';
      const id = kind.arn(this.#random.pick(REGIONS), owner, name);
      this.#known[account]?.push(id);
      yield { id, account: owner, type: kind.type };
    }
  }

  *policies(): Generator<AwsPolicy> {
    yield policy('full', { Effect: 'Allow', Action: '*', Resource: '*' });
    yield policy('doc:0', { Effect: 'Allow', Action: '*', Resource: '*' });
    yield policy('doc:1', {
      Effect: 'Allow',
      Action: Object.keys(ACTIONS).flatMap((s) => [`${s}:Get*`, `${s}:List*`, `${s}:Describe*`]),
      Resource: '*',
    });
    yield policy('doc:2', { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' });
    yield policy('doc:3', { Effect: 'Deny', Action: 'secretsmanager:*', Resource: '*' });
    for (let i = 0; i < BOUNDARIES; i += 1) yield boundary(i);
    for (let i = 0; i < CONTROLS; i += 1) yield control(i);
    for (let i = 4; i < this.#size.documents; i += 1) {
      const account = i < this.#shared ? undefined : this.#account();
      if (account !== undefined) this.#own[account]?.push(i);
      const known = account === undefined ? [] : (this.#known[account] ?? []);
      yield policy(
        `doc:${i}`,
        ...Array.from({ length: 1 + this.#random.below(5) }, () => this.#statement(account, known)),
      );
    }
  }

  *principals(): Generator<AwsPrincipal> {
    const levels = this.#accounts.map(() => this.#random.below(CONTROLS));
    for (let i = 0; i < this.#size.principals; i += 1) {
      const account = this.#account();
      const owner = this.#accounts[account] ?? '';
      const kind = this.#random.next() < 0.9 ? 'role' : 'user';
      const name = `${this.#appOf(account)}-${this.#random.pick(STAGES)}-${this.#random.pick(ROLES)}-${i.toString(36)}`;
      const policyIds = [
        ...new Set(Array.from({ length: 1 + this.#random.below(4) }, () => `doc:${this.#document(account)}`)),
      ];
      yield {
        id: `arn:aws:iam::${owner}:${kind}/${name}`,
        account: owner,
        kind,
        policyIds,
        pathToRoot: [['full'], ['full', `control:${levels[account] ?? 0}`]],
        ...(this.#random.next() < 0.12 ? { boundaryId: `boundary:${this.#random.below(BOUNDARIES)}` } : {}),
      };
    }
  }

  /** Some documents are everybody's, a few of those very common; the others are of one account. */
  #document(account: number): number {
    const x = this.#random.next();
    if (x < 0.006) return 0;
    if (x < 0.06) return 1;
    if (x < 0.07) return 2;
    if (x < 0.1) return 3;
    const own = this.#own[account] ?? [];
    if (x < 0.55 || own.length === 0) return 4 + Math.floor(this.#random.next() ** 3 * Math.max(0, this.#shared - 4));
    return own[this.#random.below(own.length)] ?? 4;
  }

  #statement(account: number | undefined, known: readonly string[]): Readonly<Record<string, unknown>> {
    const random = this.#random;
    const { service } = random.pick(KINDS);
    const x = random.next();
    const effect = random.next() < 0.07 ? 'Deny' : 'Allow';
    const when = random.next() < 0.15 ? { Condition: CONDITIONS[random.below(CONDITIONS.length)] } : {};
    if (x < 0.02 && effect === 'Allow')
      return { Effect: effect, NotAction: ['iam:*', 'organizations:*'], Resource: '*', ...when };
    const Action = random.pick(ACTIONS[service] ?? [['s3:*']]);
    if (x < 0.03) return { Effect: effect, Action, NotResource: this.#patterns(service, account, known), ...when };
    if (x < 0.18) return { Effect: effect, Action, Resource: '*', ...when };
    const Resource = Array.from({ length: 1 + random.below(3) }, () => this.#patterns(service, account, known)).flat();
    return { Effect: effect, Action, Resource, ...when };
  }

  #patterns(service: string, account: number | undefined, known: readonly string[]): string[] {
    const x = this.#random.next();
    const exact = x < 0.34 ? this.#exact(service, known) : undefined;
    if (exact !== undefined) return service === 's3' ? [exact, `${exact}/*`] : [exact];
    const name = this.#namePattern(this.#random.next(), account);
    const kind = KINDS.find((one) => one.service === service) ?? KINDS[0];
    const region = this.#random.next() < 0.5 ? '*' : this.#random.pick(REGIONS);
    const pattern = kind.arn(region, account === undefined ? '*' : (this.#accounts[account] ?? '*'), name);
    return service === 's3' ? [pattern, `${pattern}/*`] : [pattern];
  }

  #exact(service: string, known: readonly string[]): string | undefined {
    for (let tries = 0; tries < 12 && known.length > 0; tries += 1) {
      const id = known[this.#random.below(known.length)];
      if (id?.startsWith(`arn:aws:${service}:`)) return id;
    }
    return undefined;
  }

  #namePattern(x: number, account: number | undefined): string {
    const app = account === undefined ? this.#app() : this.#appOf(account);
    const stage = this.#random.pick(STAGES);
    if (x < 0.35) return `${app}-${stage}-*`;
    if (x < 0.55) return `${app}-*`;
    if (x < 0.62) return `*-${stage}-logs-*`;
    return x < 0.66 ? `${app}-${stage}-????-*` : '*';
  }

  #app(): string {
    return `app${this.#random.below(APPS)}`;
  }

  #appOf(account: number): string {
    const apps = this.#appsOf[account] ?? [];
    return apps[this.#random.below(apps.length)] ?? 'app0';
  }

  /** An account, the large ones more often. */
  #account(): number {
    const at = this.#random.next() * (this.#upTo.at(-1) ?? 1);
    let lo = 0;
    let hi = this.#upTo.length - 1;
    while (lo < hi) {
      const middle = (lo + hi) >> 1;
      if ((this.#upTo[middle] ?? 0) < at) lo = middle + 1;
      else hi = middle;
    }
    return lo;
  }
}

function policy(id: string, ...Statement: readonly Readonly<Record<string, unknown>>[]): AwsPolicy {
  return { id, document: JSON.stringify({ Version: '2012-10-17', Statement }) };
}

function boundary(i: number): AwsPolicy {
  const services = Object.keys(ACTIONS).filter((_, k) => (k + i) % 3 !== 0);
  return policy(
    `boundary:${i}`,
    { Effect: 'Allow', Action: [...services.map((service) => `${service}:*`), 'sts:AssumeRole'], Resource: '*' },
    { Effect: 'Deny', Action: ['iam:PutRolePolicy', 's3:PutBucketPolicy'], Resource: '*' },
  );
}

const FORBIDDEN = [
  's3:DeleteBucket',
  's3:PutBucketPolicy',
  'secretsmanager:DeleteSecret',
  'ec2:TerminateInstances',
  'lambda:UpdateFunctionCode',
  'iam:PassRole',
];

function control(i: number): AwsPolicy {
  const narrow = {
    Effect: 'Deny',
    NotAction: [
      ...Object.keys(ACTIONS)
        .filter((name) => name !== 'rds')
        .map((name) => `${name}:*`),
      'iam:*',
      'sts:*',
    ],
    Resource: '*',
  };
  return policy(
    `control:${i}`,
    { Effect: 'Deny', Action: FORBIDDEN[i % FORBIDDEN.length], Resource: '*' },
    ...(i > 5 ? [narrow] : []),
  );
}

/** One statement as the peer keeps it: names in lower case, every value a list. */
type PeerStatement = Readonly<Record<string, unknown>>;

export interface PeerEstate {
  readonly principals: Readonly<Record<string, Readonly<Record<string, readonly PeerStatement[]>>>>;
  readonly resources: readonly string[];
  readonly permission: string;
}

/** The organisation of `accessEstate` with its buckets alone, for the peer's evaluator, which knows no boundaries and no control policies. */
export function peerEstate(size: AccessSize): PeerEstate {
  const input = accessEstate({ ...size, bucketsOnly: true }, ACCESS_SEED);
  const resources = [...input.resources].map(({ id }) => id);
  const documents = new Map([...input.policies].map(({ id, document }) => [id, document]));
  const statements = (id: string): PeerStatement[] =>
    (JSON.parse(documents.get(id) ?? '{"Statement":[]}') as { Statement: PeerStatement[] }).Statement.map(asPeers);
  const principals: Record<string, Record<string, readonly PeerStatement[]>> = {};
  for (const { id, policyIds } of input.principals)
    principals[id] = Object.fromEntries(policyIds.map((policyId) => [policyId, statements(policyId)]));
  return { principals, resources, permission: 'S3:GetObject' };
}

function asPeers(statement: PeerStatement): PeerStatement {
  return Object.fromEntries(
    Object.entries(statement).map(([name, value]) => [
      name.toLowerCase(),
      name === 'Effect' || name === 'Condition' || Array.isArray(value) ? value : [value],
    ]),
  );
}
