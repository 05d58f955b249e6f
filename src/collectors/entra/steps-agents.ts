import { step } from '../../collect/index.ts';
import type { EntraClient } from './client.ts';
import { fetchAgentIdentities, fetchBlueprintPrincipals, fetchBlueprints, fetchSponsors } from './fetch-agents.ts';
import { mapAgentIdentity, mapBlueprint, mapBlueprintPrincipal } from './map-agents.ts';
import { mapSponsors } from './map-sponsors.ts';

const notAvailable = { lastActiveAt: 'only through sign-ins' };

export const agentSteps = [
  step<
    EntraClient,
    unknown,
    'Agent' | 'Principal' | 'Credential' | 'RUNS_AS' | 'USES' | 'DELEGATES_TO' | 'AUTHENTICATES_AS' | 'CAN_ASSUME'
  >({
    id: 'agent-identity-blueprints',
    title: 'Agent identity blueprints and the credentials that reach all of their identities',
    mode: 'snapshot',
    emits: ['Agent', 'Principal', 'Credential', 'RUNS_AS', 'USES', 'DELEGATES_TO', 'AUTHENTICATES_AS', 'CAN_ASSUME'],
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
  step<EntraClient, unknown, 'Agent' | 'Principal' | 'RUNS_AS' | 'USES' | 'DELEGATES_TO' | 'CAN_ASSUME'>({
    id: 'agent-identities',
    title: 'Agent identities',
    mode: 'snapshot',
    emits: ['Agent', 'Principal', 'RUNS_AS', 'USES', 'DELEGATES_TO', 'CAN_ASSUME'],
    permissions: ['AgentIdentity.Read.All', 'AgentIdentityBlueprint.Read.All'],
    notAvailable,
    fetch: fetchAgentIdentities,
    map: mapAgentIdentity,
  }),
  step<EntraClient, unknown, 'Evidence' | 'ABOUT' | 'NAMES'>({
    id: 'agent-identity-sponsors',
    title: 'Sponsors and owners of agent identities and blueprints',
    mode: 'snapshot',
    emits: ['Evidence', 'ABOUT', 'NAMES'],
    permissions: ['AgentIdentity.Read.All', 'AgentIdentityBlueprint.Read.All'],
    fetch: fetchSponsors,
    map: mapSponsors,
  }),
];
