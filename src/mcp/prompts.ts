import { completable, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { readAgents } from '../queries/lineage/index.ts';
import type { McpAccess, McpParts } from './parts.ts';

const SUGGESTED = 20;

/** Steps for an analyst's assistant: an incident, and somebody who leaves. */
export function registerPrompts(server: McpServer, parts: McpParts, access: McpAccess): void {
  const agents = (begun: string): Promise<string[]> => agentsNamed(parts, access, begun);
  server.registerPrompt(
    'incident',
    {
      title: 'An agent may be compromised',
      description: 'What it consumed, where that was used, what could be reached, whom to call, and what to propose.',
      argsSchema: z.object({
        agent: completable(z.string().describe('Key or name of the agent.'), agents),
        since: z.string().optional().describe('How far back: 24h (default), 7d or a UTC time.'),
      }),
    },
    ({ agent, since }) => said(incident(agent, since ?? '24h')),
  );
  server.registerPrompt(
    'departure',
    {
      title: 'Somebody leaves',
      description: 'What would be orphaned, what it reaches, to whom the duty falls, and what to propose.',
      argsSchema: z.object({ person: z.string().describe('Key or name of the person.') }),
    },
    ({ person }) => said(departure(person)),
  );
}

function said(text: string) {
  return { messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] };
}

function incident(agent: string, since: string): string {
  return `The agent ${quoted(agent)} may be compromised. Work through these steps with the Keyline tools and report with evidence:
1. look_up: make sure which agent is meant. owner: who answers for it, and to whom the duty falls.
2. agent_credentials_and_endpoints with since ${quoted(since)}: every credential it consumed, the networks it was used from, the hosts it met, the resources it touched, and other agents that use the same credential.
3. blast_radius of the agent: what could have been reached, the most sensitive first.
4. findings about the agent and about each credential of step 2.
5. propose_remedies for each of those credentials: what would be lost if it were revoked. Propose; do not claim that anything was done.
6. Report: what is certain, what is likely, what could not be seen (coverage), whom to call now, and the proposals in the order of their urgency.`;
}

function departure(person: string): string {
  return `${quoted(person)} leaves or has left. Work through these steps with the Keyline tools and report with evidence:
1. look_up with label Human: make sure who is meant, and their status.
2. human_estate: everything they own, with use and reach. departed_owner_agents with their key as owners, when they have left already.
3. For what reaches production or sensitive data: blast_radius.
4. owner of each agent: to whom the duty falls, and why.
5. propose_remedies for agents and credentials that are still in use: take over, rotate or revoke. Propose; do not claim that anything was done.
6. Report: a table of what they own, what each reaches, who takes over, and what has to happen before the last day. Say what could not be seen (coverage).`;
}

/** As JSON writes it: a name cannot end the sentence it stands in. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 500));
}

async function agentsNamed({ graph }: McpParts, access: McpAccess, begun: string): Promise<string[]> {
  if (!access.may('read')) return [];
  const { agents } = await readAgents(access.horizon?.graph ?? graph, { name: begun }, SUGGESTED, undefined);
  const names = agents.map(({ props }) => props['name']).filter((name) => typeof name === 'string');
  return access.mask([...new Set(names)]) as string[];
}
