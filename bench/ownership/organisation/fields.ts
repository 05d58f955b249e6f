import { type AgentDraft, inCode } from './draft.ts';

/** An owner tag, set when it was made or when it was handed over, and wrong as often as tags are. */
export function tag(draft: AgentDraft, rate: number): void {
  const { dice } = draft;
  if (draft.keeper === undefined && draft.owner === undefined) {
    if (draft.goesWrong('wrongTagOnUnowned')) draft.see('owner-tag', { person: draft.anybody(draft.made).email });
    return;
  }
  if (!dice.chance(rate)) return;
  if (draft.goesWrong('tagNamesNobody')) {
    draft.see('owner-tag', { person: `old-team-${dice.int(1, 9)}` });
    return;
  }
  if (draft.goesWrong('wrongTag')) {
    draft.see('owner-tag', { person: draft.teammate(draft.maker, draft.made).email });
    return;
  }
  const updated = draft.handed !== undefined && dice.chance(0.6);
  const who = updated ? draft.keeper : (draft.maker ?? draft.keeper);
  const team = draft.owner !== undefined && 'team' in draft.owner ? draft.owner.team : undefined;
  draft.see(
    'owner-tag',
    team === undefined ? who && { person: who.email } : { person: draft.named(team).split(':').at(-1) },
  );
}

/** Whom the deploying repository names: a team, a person, or somebody of long ago. */
export function codeOwner(draft: AgentDraft, rate: number, teamShare: number): void {
  const { dice, cast } = draft;
  if (!dice.chance(rate)) return;
  if (draft.goesWrong('staleCodeOwner')) {
    const gone = cast.engineers.filter((one) => one.ended !== undefined || one.formerTeam !== undefined);
    draft.see('code-owner', inCode(dice.one(gone)), draft.made + dice.int(200, 600));
    return;
  }
  const team = draft.owner !== undefined && 'team' in draft.owner ? draft.owner.team : draft.keeper?.team;
  if (team !== undefined && dice.chance(teamShare)) draft.see('code-owner', { team: draft.named(team) }, draft.made);
  else draft.see('code-owner', inCode(draft.keeper), draft.dayOf(draft.keeper));
}
