import { type AgentDraft, inCloud, inDirectory } from './draft.ts';
import { codeOwner, tag } from './fields.ts';
import { byBot, byPipeline } from './trail.ts';
import type { TruePerson } from './types.ts';

/** A team builds its own MCP server: several hands deploy it; the team answers, or one maintainer does. */
export function teamMcpServer(draft: AgentDraft): void {
  const { dice, owner } = draft;
  const team = owner !== undefined && 'team' in owner ? owner.team : undefined;
  if (dice.chance(0.8)) catalogue(draft, team);
  codeOwner(draft, 0.8, team === undefined ? 0.2 : 0.9);
  tag(draft, 0.7);
  if (draft.isLogged()) {
    if (draft.goesWrong('byBot')) byBot(draft);
    else if (draft.goesWrong('byPipeline')) byPipeline(draft, 'lambda:CreateFunction', draft.made);
    else draft.see('creator', inCloud(hand(draft, draft.made, 0.8), draft.made), draft.made);
  }
  const deployments = dice.int(1, 4);
  for (let at = 0; at < deployments; at += 1) {
    if (!draft.isLogged()) continue;
    const days = draft.dayOf(draft.keeper);
    if (dice.chance(0.4)) byPipeline(draft, 'lambda:UpdateFunctionCode', days);
    else draft.see('deployer', inCloud(hand(draft, days, 0.75), days), days);
  }
  if (dice.chance(0.35) && draft.isLogged()) {
    const days = draft.dayOf(draft.keeper);
    draft.see('credential-issuer', inCloud(hand(draft, days, 0.7), days), days, draft.uses('key', 'credential'));
  }
}

/** The entry of the service catalogue names the team, or the maintainer. */
function catalogue(draft: AgentDraft, team: string | undefined): void {
  if (draft.owner === undefined) return;
  if (draft.goesWrong('wrongField')) {
    draft.see('owner-field', inDirectory(draft.anybody(draft.made)));
    return;
  }
  if (team !== undefined) {
    draft.see('owner-field', { team: draft.named(team) });
    return;
  }
  const who = draft.dice.chance(0.9) ? draft.keeper : undefined;
  draft.see('owner-field', who === undefined ? { team: draft.keeper?.team } : inDirectory(who));
}

/** Whose hand it was: of a maintained server mostly the maintainer's, of a team's anybody's of the team. */
function hand(draft: AgentDraft, days: number, maintainer: number): TruePerson | undefined {
  const keeper = draft.holderAt(days);
  if (keeper !== undefined && draft.dice.chance(maintainer)) return keeper;
  const { owner, cast } = draft;
  if (owner === undefined) return undefined;
  if (keeper !== undefined) return draft.teammate(keeper, days);
  const team = 'team' in owner ? owner.team : undefined;
  const members = cast.people.filter((one) => one.team === team && one.began > days && (one.ended ?? 0) < days);
  return members.length === 0 ? undefined : draft.dice.one(members);
}
