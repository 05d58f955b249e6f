import type { NodeRef } from '../../schema/index.ts';
import { type Bag, bag, bags, text } from './json.ts';
import { okta, principalOf } from './keys.ts';

/** Fields of a System Log event that are read. SIEM exports often write them in lower case. */
const FIELDS = [
  'uuid',
  'published',
  'eventType',
  'actor',
  'client',
  'authenticationContext',
  'outcome',
  'target',
  'transaction',
  'debugContext',
] as const;

export type LogField = (typeof FIELDS)[number];

/** The event under its documented field names. */
export function logEventOf(raw: Bag): Readonly<Record<LogField, unknown>> {
  return Object.fromEntries(FIELDS.map((name) => [name, raw[name] ?? raw[name.toLowerCase()]])) as Record<
    LogField,
    unknown
  >;
}

/** What an event says about who and what, as keys. */
export interface LogFacts {
  readonly actor: NodeRef<'Principal'> | undefined;
  readonly actorId: string | undefined;
  readonly person: string | undefined;
  readonly agent: string | undefined;
  readonly token: string | undefined;
  readonly session: string | undefined;
  readonly issued: string | undefined;
  /** The OAuth client of the request. */
  readonly clientId: string | undefined;
  readonly resources: readonly string[];
  readonly targets: readonly LogTarget[];
  readonly client: Bag;
}

export interface LogTarget {
  readonly type: string;
  readonly id: string;
}

export function factsOf(given: Readonly<Record<LogField, unknown>>, host: string): LogFacts {
  const actor = bagOf(given.actor);
  const actorId = known(actor['id']);
  const targets = bags(given.target).flatMap(targetOf);
  const client = bagOf(given.client);
  const detail = bag(bagOf(given.transaction), 'detail');
  const token = known(detail['requestApiTokenId']);
  const session = known(bagOf(given.authenticationContext)['externalSessionId']);
  return {
    actor: actorId === undefined ? undefined : principalOf(host, text(actor['type']), actorId),
    actorId,
    person: personOf(actor, bags(given.target)),
    agent: agentOf(actorId, targets, host),
    token: token === undefined ? undefined : okta.apiToken(host, token).id,
    session: session === undefined ? undefined : `okta:${host}:session:${session}`,
    issued: issuedOf(targets, host),
    clientId: known(client['id']) ?? known(bag(bagOf(given.debugContext), 'debugData')['clientId']),
    resources: targets.flatMap((target) => resourceOf(target, host)),
    targets,
    client,
  };
}

function bagOf(value: unknown): Bag {
  return bag({ value }, 'value');
}

function targetOf(target: Bag): LogTarget[] {
  const id = known(target['id']);
  return id === undefined ? [] : [{ type: text(target['type']) ?? '', id }];
}

/** Okta writes `unknown` where there is nothing. */
function known(value: unknown): string | undefined {
  const found = text(value);
  return found === undefined || found.toLowerCase() === 'unknown' || found === 'null' ? undefined : found;
}

/** The person behind it: the acting user; where a client acts, the user it acts for. */
function personOf(actor: Bag, targets: readonly Bag[]): string | undefined {
  const isUser = text(actor['type']) === 'User';
  const user = isUser
    ? actor
    : /app|client/i.test(text(actor['type']) ?? '')
      ? targets.find((one) => text(one['type']) === 'User')
      : undefined;
  const name = known(user?.['alternateId']);
  return name?.includes('@') === true ? name.toLowerCase() : undefined;
}

function agentOf(actorId: string | undefined, targets: readonly LogTarget[], host: string): string | undefined {
  const id = actorId?.startsWith('wlp') === true ? actorId : targets.find(isAgent)?.id;
  return id === undefined ? undefined : okta.agent(host, id).id;
}

/** AI agents carry ids of workload principals, whatever the target's type word. */
export function isAgent(target: LogTarget): boolean {
  return target.id.startsWith('wlp') || /^ai.?agent$/i.test(target.type);
}

function resourceOf(target: LogTarget, host: string): string[] {
  if (target.type === 'AppInstance') return [okta.appResource(host, target.id).id];
  return target.type === 'AuthorizationServer' ? [okta.authorizationServer(host, target.id).id] : [];
}

/** Token grants list what came out of them among the targets, by token id. */
function issuedOf(targets: readonly LogTarget[], host: string): string | undefined {
  const token =
    targets.find((one) => one.type === 'refresh_token') ?? targets.find((one) => one.type === 'access_token');
  return token === undefined ? undefined : okta.refreshToken(host, token.id).id;
}
