import { step } from '../../collect/index.ts';
import type { EntraClient } from './client.ts';
import { fetchAgentIdentities, fetchBlueprintPrincipals, fetchBlueprints, fetchSponsors } from './fetch-agents.ts';
import { mapAgentIdentity, mapBlueprint, mapBlueprintPrincipal } from './map-agents.ts';
import { mapSponsors } from './map-sponsors.ts';

const evidence = ['Evidence', 'ABOUT', 'NAMES'] as const;
const identity = ['Agent', 'Principal', 'RUNS_AS', 'USES', 'DELEGATES_TO', 'CAN_ASSUME', ...evidence] as const;
const blueprint = [
  'Agent',
  'Principal',
  'Credential',
  'RUNS_AS',
  'USES',
  'AUTHENTICATES_AS',
  'CAN_ASSUME',
  ...evidence,
] as const;

const notAvailable = { lastActiveAt: 'only through sign-ins' };

export const agentSteps = [
  step<EntraClient, unknown, (typeof blueprint)[number]>({
    id: 'agent-identity-blueprints',
    title: 'Agent identity blueprints and the credentials that reach all of their identities',
    mode: 'snapshot',
    emits: blueprint,
    permissions: ['AgentIdentityBlueprint.Read.All', 'Application.Read.All (federated credentials)'],
    notAvailable,
    fetch: fetchBlueprints,
    map: mapBlueprint,
  }),
  step<EntraClient, unknown, 'Principal' | 'CAN_ASSUME'>({
    id: 'agent-identity-blueprint-principals',
    title: 'Blueprint principals',
    mode: 'snapshot',
    emits: ['Principal', 'CAN_ASSUME'],
    permissions: ['AgentIdentityBlueprintPrincipal.Read.All'],
    fetch: fetchBlueprintPrincipals,
    map: mapBlueprintPrincipal,
  }),
  step<EntraClient, unknown, (typeof identity)[number]>({
    id: 'agent-identities',
    title: 'Agent identities',
    mode: 'snapshot',
    emits: identity,
    permissions: ['AgentIdentity.Read.All', 'AgentIdentityBlueprint.Read.All'],
    notAvailable,
    fetch: fetchAgentIdentities,
    map: mapAgentIdentity,
  }),
  step<EntraClient, unknown, (typeof evidence)[number]>({
    id: 'agent-identity-sponsors',
    title: 'Sponsors and owners of agent identities and blueprints',
    mode: 'snapshot',
    emits: evidence,
    permissions: ['AgentIdentity.Read.All', 'AgentIdentityBlueprint.Read.All'],
    fetch: fetchSponsors,
    map: mapSponsors,
  }),
];
