import type { NodeRef } from '../../schema/index.ts';
import { okta, principalOf } from './keys.ts';
import { isAgent, type LogFacts, type LogTarget } from './log-facts.ts';

interface SubjectRule {
  readonly events: RegExp;
  readonly subject: (facts: LogFacts, host: string) => NodeRef | undefined;
}

/**
 * Event types that make, hand over or end something, and what. Names from https://developer.okta.com/docs/reference/api/event-types/;
 * `workload_principal.*` and `resource.owner.update` from third-party field notes. An event that is not here has no subject.
 */
const RULES: readonly SubjectRule[] = [
  { events: /^system\.api_token\.(create|revoke|update)$/, subject: apiToken },
  { events: /^workload_principal\.|^resource\.owner\./, subject: agentOrPrincipal },
  { events: /^app\.oauth2\.(as\.)?(consent|scope)\.(grant|revoke)/, subject: consent },
  { events: /^app\.oauth2\.(as\.)?(token\.(grant|revoke)|authorize\.code)/, subject: client },
  { events: /^app\.oauth2\.(client\.|credentials\.|client_id_rate)/, subject: client },
  { events: /^application\.lifecycle\.|^integration\.api_service\.lifecycle\./, subject: client },
  { events: /^user\.(lifecycle\.|account\.(privilege|update))/, subject: user },
  { events: /^(application|group)\.user_membership\.(add|remove|update|provision|deprovision|revoke)/, subject: user },
  { events: /^group\.(lifecycle|privilege)\./, subject: (facts, host) => targeted(facts, host, /^UserGroup$/) },
];

/** What the event made, changed or ended: the subject of ownership evidence. */
export function subjectOf(type: string, facts: LogFacts, host: string): NodeRef | undefined {
  return RULES.find(({ events }) => events.test(type))?.subject(facts, host);
}

function apiToken({ targets }: LogFacts, host: string): NodeRef | undefined {
  const token = targets.find((one) => /token/i.test(one.type));
  return token === undefined ? undefined : okta.apiToken(host, token.id);
}

function agentOrPrincipal(facts: LogFacts, host: string): NodeRef | undefined {
  const agent = facts.targets.find(isAgent);
  return agent === undefined ? client(facts, host) : okta.agent(host, agent.id);
}

/** The grant of this user to this client, under the key the inventory gives it. */
function consent(facts: LogFacts, host: string): NodeRef | undefined {
  const clientId = facts.targets.find((one) => isApp(one))?.id ?? facts.clientId;
  if (clientId === undefined) return undefined;
  const byUser = facts.actor?.id === (facts.actorId === undefined ? undefined : okta.user(host, facts.actorId).id);
  return okta.grant(host, clientId, byUser ? facts.actorId : undefined);
}

function client(facts: LogFacts, host: string): NodeRef | undefined {
  const id = facts.targets.find(isApp)?.id ?? facts.clientId;
  return id === undefined ? undefined : principalOf(host, 'client', id);
}

function isApp(target: LogTarget): boolean {
  return /^(AppInstance|PublicClientApp|OAuth2?Client|Client)$/i.test(target.type);
}

function user(facts: LogFacts, host: string): NodeRef | undefined {
  return targeted(facts, host, /^User$/);
}

function targeted(facts: LogFacts, host: string, type: RegExp): NodeRef | undefined {
  const target = facts.targets.find((one) => type.test(one.type));
  return target === undefined ? undefined : principalOf(host, target.type, target.id);
}
