import { step } from '../../../collect/index.ts';
import { agents, below, listed, listedAt } from '../lists.ts';
import { mapAgent, mapAgentKey, mapOwners, mapServiceAccount } from '../map-agents.ts';
import { mapAgentConnection } from '../map-connections.ts';

const OWNERS = `/governance/api/v1/resource-owners?limit=200&filter=${encodeURIComponent('resource.type eq "ai-agents"')}`;

export const agentSteps = [
  step({
    id: 'ai-agents',
    title: 'AI agents',
    mode: 'snapshot',
    emits: ['Agent', 'Principal', 'RUNS_AS'],
    permissions: ['okta.aiAgents.read'],
    notAvailable: { lastActiveAt: 'not in the agent; the System Log has it', model: 'Okta does not know it' },
    fetch: listed(agents),
    map: mapAgent,
  }),
  step({
    id: 'ai-agent-keys',
    title: 'Keys of AI agents',
    mode: 'snapshot',
    emits: ['Credential', 'USES', 'AUTHENTICATES_AS'],
    permissions: ['okta.aiAgents.read'],
    fetch: below(agents, (id) => `/workload-principals/api/v1/ai-agents/${id}/credentials/jwks`),
    map: mapAgentKey,
  }),
  step({
    id: 'ai-agent-connections',
    title: 'Connections of AI agents to apps, authorization servers, service accounts and vaulted secrets',
    mode: 'snapshot',
    emits: ['Principal', 'Credential', 'Resource', 'USES', 'AUTHENTICATES_AS', 'GRANTED_ON', 'STORED_IN'],
    permissions: ['okta.aiAgents.read'],
    fetch: below(agents, (id) => `/workload-principals/api/v1/ai-agents/${id}/connections?limit=200`),
    map: mapAgentConnection,
  }),
  step({
    id: 'ai-agent-owners',
    title: 'Owners of AI agents in Identity Governance',
    mode: 'snapshot',
    emits: ['Evidence', 'ABOUT', 'NAMES'],
    permissions: ['okta.governance.resourceOwner.read'],
    fetch: listedAt(OWNERS),
    map: mapOwners,
  }),
  step({
    id: 'service-accounts',
    title: 'Service accounts of Privileged Access',
    mode: 'snapshot',
    emits: ['Principal', 'Evidence', 'ABOUT', 'NAMES'],
    permissions: ['okta.serviceAccounts.read'],
    fetch: listedAt('/privileged-access/api/v1/service-accounts?limit=200'),
    map: mapServiceAccount,
  }),
];
