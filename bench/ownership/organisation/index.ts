import { accountsOf } from './accounts.ts';
import { oauthAssistant } from './assistant.ts';
import { cloudAgent } from './cloud.ts';
import { Dice } from './dice.ts';
import { AgentDraft, type Cast, type Collected } from './draft.ts';
import { ideAgent, npxMcpServer } from './endpoint.ts';
import { peopleOf, teamsOf } from './people.ts';
import { MAINTAINED, PATHS, type Path } from './rates.ts';
import { teamMcpServer } from './team.ts';
import type { LabelledAgent, Organisation, TruePerson } from './types.ts';

export { PATHS, RATES } from './rates.ts';
export type { LabelledAgent, Organisation } from './types.ts';

const AGENTS = 700;

const EVIDENCE: Readonly<Record<Path, (draft: AgentDraft) => void>> = {
  'npx-mcp-server': npxMcpServer,
  'oauth-assistant': oauthAssistant,
  'cloud-agent': cloudAgent,
  'team-mcp-server': teamMcpServer,
  'ide-agent': ideAgent,
};

/** A labelled organisation: what would be collected of it, and the truth. The same seed and noise give the same one. */
export function organisation(seed: number, noise = 1): Organisation {
  const dice = new Dice(seed);
  const people = peopleOf(dice.fork('people'));
  const { accounts, accountOf, bots } = accountsOf(people, dice.fork('accounts'));
  const teams = teamsOf();
  const cast: Cast = {
    people,
    engineers: people.filter(({ role }) => role === 'engineer'),
    platform: people.filter(({ role }) => role === 'platform'),
    it: people.filter(({ role }) => role === 'it'),
    teams,
    bots,
    noise,
  };
  const into: Collected = { observations: [], passages: [], holders: new Map(), made: [], issuances: [], acts: [] };
  const agents: LabelledAgent[] = [];
  const names = new Map<string, string>();
  for (let index = 0; index < AGENTS; index += 1) {
    const own = dice.fork(`agent/${index}`);
    const path = own.share(PATHS);
    const draft = new AgentDraft(`${path}:${index}`, path, own, cast, into);
    settle(draft);
    EVIDENCE[path](draft);
    names.set(draft.id, nameOf(draft));
    agents.push({ id: draft.id, path, owner: draft.owner, noises: [...draft.noises].sort() });
  }
  return { seed, people, teams, accounts, accountOf, agents, names, ...into };
}

/** Who answers for it, since when, and who did before. */
function settle(draft: AgentDraft): void {
  const { dice, cast, path } = draft;
  draft.made = dice.int(20, 500);
  if (draft.goesWrong('unowned')) return;
  const team =
    path === 'team-mcp-server' && !dice.chance(MAINTAINED) ? dice.one(cast.teams.slice(0, 24)).id : undefined;
  if (team !== undefined) {
    draft.owner = { team };
    return;
  }
  const pool = path === 'oauth-assistant' ? cast.people : cast.engineers;
  const there = pool.filter((one) => one.began > draft.made && (one.ended ?? 0) < draft.made - 5);
  draft.maker = dice.one(there);
  draft.keeper = draft.maker;
  if (draft.made > 60 && path !== 'ide-agent' && draft.goesWrong('handover')) handOver(draft);
  draft.owner = { person: draft.keeper.index };
}

/** From one to another of the team. Some are seen by nobody: no evidence names the new one. */
function handOver(draft: AgentDraft): void {
  draft.handed = draft.dice.int(10, draft.made - 20);
  if (draft.maker?.ended !== undefined && draft.maker.ended > draft.handed)
    draft.handed = Math.max(10, draft.maker.ended - 5);
  draft.keeper = draft.teammate(draft.maker, draft.handed);
}

/** A name as people give them; some bear the owner's, some another's. */
function nameOf(draft: AgentDraft): string {
  const { dice } = draft;
  const base = `${dice.one(['invoice', 'ticket', 'deploy', 'report', 'catalogue', 'stock', 'release'])}-${dice.one(['helper', 'agent', 'bot', 'triage', 'summary'])}`;
  const bearer: TruePerson | undefined = dice.chance(0.1)
    ? draft.maker
    : dice.chance(0.03)
      ? draft.anybody(draft.made)
      : undefined;
  return bearer === undefined ? base : `${bearer.name.split(' ')[1]?.toLowerCase() ?? ''}-${base}`;
}
