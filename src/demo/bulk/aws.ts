import { AwsAccount } from '../aws/account.ts';
import { addBedrockAgent, addRuntime } from '../aws/agents.ts';
import { addKey, addPolicy, addRole, addUser, allow, document, trusts } from '../aws/iam.ts';
import { addBucket, addCluster, addFunction, addSecret, addTable } from '../aws/resources.ts';
import { asRole, record } from '../aws/trail.ts';
import type { Random } from '../prng.ts';
import type { Times } from '../times.ts';
import type { Json, Person } from '../types.ts';
import { serviceName } from './names.ts';

const SERVICES = 30;
const POLICIES = 40;
const ROLES_PER_PERSON = 53;
const USERS_PER_PERSON = 4;
const TRUSTED = [
  'ecs-tasks.amazonaws.com',
  'lambda.amazonaws.com',
  'ec2.amazonaws.com',
  'states.amazonaws.com',
] as const;

/** One product account with what the people in it made. Held until it is written, then let go. */
export class ProductAccount {
  readonly account: AwsAccount;
  agents = 0;
  principals = 0;
  credentials = 0;
  readonly #tags: Readonly<Record<string, string>>;
  readonly #policies: readonly string[];
  readonly #tables: readonly string[];

  constructor(index: number, random: Random, times: Times) {
    const environment = index % 3 === 2 ? 'staging' : 'production';
    const id = String(300_000_000_000 + index * 1_618_033 + random.int(0, 9999));
    this.account = new AwsAccount(id, `brightwater-product-${index + 1}`, environment, random, times);
    this.#tags = { environment };
    this.#tables = Array.from({ length: SERVICES }, (_, at) => addTable(this.account, this.#service(at), this.#tags));
    for (let at = 0; at < 10; at += 1)
      addBucket(this.account, `brightwater-p${index + 1}-${this.#service(at)}`, this.#tags);
    for (let at = 0; at < 3; at += 1) addCluster(this.account, `${this.#service(at)}-db`, this.#tags);
    this.#policies = Array.from({ length: POLICIES }, (_, at) =>
      addPolicy(this.account, `service-${at}`, this.#policyOf(at)),
    );
  }

  /** Adds what one person is behind: three agents, and the services, roles and users around them. */
  add(owner: Person, hidden: boolean): void {
    this.#bedrockAgent(owner, hidden);
    this.#runtime(owner, hidden);
    this.#runtime(owner, hidden);
    for (let at = 0; at < ROLES_PER_PERSON; at += 1) this.#role();
    for (let at = 0; at < USERS_PER_PERSON; at += 1) this.#user();
  }

  #service(at: number): string {
    return `svc${String(at).padStart(2, '0')}`;
  }

  #table(): string {
    return this.#tables[this.account.random.int(0, SERVICES - 1)] ?? '';
  }

  #policyOf(at: number): Json {
    const { account } = this;
    const table = account.arn('dynamodb', 'eu-west-1', `table/${this.#service(at % SERVICES)}*`);
    const cluster = account.arn('rds', 'eu-west-1', `cluster:${this.#service(at % 3)}-db`);
    const reads = allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'], table);
    return at % 4 === 0 ? document(reads, allow('rds-data:ExecuteStatement', cluster)) : document(reads);
  }

  #role(): void {
    const { random } = this.account;
    const count = random.int(1, 3);
    const attached = Array.from({ length: count }, () => this.#policies[random.int(0, POLICIES - 1)] ?? '');
    addRole(this.account, `${serviceName(random)}-${random.lower(7)}`, {
      trust: trusts(random.pick(TRUSTED)),
      attached: [...new Set(attached)],
      tags: this.#tags,
      ...(random.chance(0.8) ? { used: random.int(0, 60) } : {}),
    });
    this.principals += 1;
  }

  #user(): void {
    const { random } = this.account;
    const name = `svc-${serviceName(random)}-${random.lower(6)}`;
    addUser(this.account, name, { attached: [this.#policies[random.int(0, POLICIES - 1)] ?? ''], tags: this.#tags });
    const keys = random.int(1, 2);
    for (let at = 0; at < keys; at += 1)
      addKey(this.account, name, {
        made: random.int(60, 900),
        ...(random.chance(0.75) ? { used: random.int(0, 59) } : {}),
      });
    this.principals += 1;
    this.credentials += keys;
  }

  #bedrockAgent(owner: Person, hidden: boolean): void {
    const name = this.#agentName();
    const role = this.#agentRole(name, 'bedrock.amazonaws.com');
    const secrets = this.#secrets(name);
    const lambda = addFunction(this.account, `${name}-actions`, { role, environment: secrets, tags: this.#tags });
    const tagged = !hidden && this.account.random.chance(0.6);
    const tags = tagged ? { ...this.#tags, owner: owner.email } : this.#tags;
    const agent = addBedrockAgent(this.account, name, { role, tags, actions: { actions: lambda } });
    if (!tagged && !hidden) this.#created(owner, 'bedrock:CreateAgent', { agent: { agentArn: agent } });
    this.#used(role, `BedrockAgents-${name}`);
  }

  #runtime(owner: Person, hidden: boolean): void {
    const name = this.#agentName();
    const role = this.#agentRole(name, 'bedrock-agentcore.amazonaws.com');
    const environment = this.#secrets(name);
    const tagged = !hidden && this.account.random.chance(0.6);
    const tags = tagged ? { ...this.#tags, owner: owner.email } : this.#tags;
    const agentRuntimeArn = addRuntime(this.account, name, { role, tags, environment });
    if (!tagged && !hidden) this.#created(owner, 'bedrock-agentcore:CreateAgentRuntime', { agentRuntimeArn });
    this.#used(role, `AgentCore-${name}`);
  }

  #agentName(): string {
    this.agents += 1;
    return `${serviceName(this.account.random)}-${this.account.random.lower(4)}`;
  }

  #agentRole(name: string, service: string): string {
    const { account } = this;
    this.principals += 1;
    return addRole(account, `${name}-agent`, {
      trust: trusts(service),
      used: account.random.int(0, 9),
      tags: this.#tags,
      inline: {
        own: document(
          allow('secretsmanager:GetSecretValue', account.arn('secretsmanager', 'eu-west-1', `secret:svc/${name}/*`)),
          allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], this.#table()),
        ),
      },
    });
  }

  /** Three to eight secrets, as variables that refer to them. */
  #secrets(name: string): Readonly<Record<string, string>> {
    const count = this.account.random.int(3, 8);
    this.credentials += count;
    return Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `SECRET_${at + 1}`,
        addSecret(this.account, `svc/${name}/${at + 1}`, {
          tags: this.#tags,
          rotated: this.account.random.int(1, 300),
        }),
      ]),
    );
  }

  #created(owner: Person, action: string, response: Json): void {
    const by = asRole(this.account, `arn:aws:iam::${this.account.id}:role/builders`, owner.email);
    record(this.account, { by, action, days: this.account.random.int(30, 90), response });
  }

  #used(role: string, session: string): void {
    const tableName = this.#table().split('/').at(-1);
    const hours = this.account.random.int(1, 160);
    record(this.account, {
      by: asRole(this.account, role, session),
      action: 'dynamodb:Query',
      days: 0,
      hours,
      request: { tableName },
    });
  }
}
