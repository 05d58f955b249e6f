import { type AgentDraft, inDirectory } from './draft.ts';
import { lastUser } from './endpoint.ts';
import { tag } from './fields.ts';

/** Somebody grants OAuth access to a SaaS assistant: the grant, the seat, the application's registration. */
export function oauthAssistant(draft: AgentDraft): void {
  const { dice, keeper, maker } = draft;
  if (keeper === undefined) {
    unclaimed(draft);
    return;
  }
  const grant = draft.uses('grant', 'credential');
  const byAdministrator = draft.goesWrong('administratorConsents');
  if (!draft.goesWrong('missingDirectoryLog')) {
    const who = byAdministrator ? dice.one(draft.cast.it) : draft.maker;
    draft.see('creator', inDirectory(who), draft.made, draft.uses('service-principal', 'principal'));
  }
  if (!byAdministrator && !draft.goesWrong('missingGrant')) {
    draft.see('consent', inDirectory(keeper), draft.dayOf(keeper), grant);
    if (draft.handed !== undefined) draft.see('consent', inDirectory(maker), draft.made, grant);
  }
  if (dice.chance(0.6)) {
    const holder = draft.goesWrong('colleagueCredential') ? draft.teammate(keeper, 1) : keeper;
    draft.into.holders.set(grant.id, holder.keys.crm ?? holder.keys.okta);
  }
  if (dice.chance(0.6) && !draft.goesWrong('missingDirectoryLog'))
    draft.see('assignee', inDirectory(keeper), draft.dayOf(keeper));
  if (dice.chance(0.5)) registration(draft);
  if (dice.chance(0.8)) lastUser(draft, 0.75);
  tag(draft, 0.12);
}

/** An assistant that an administrator let in for everybody, years ago. */
function unclaimed(draft: AgentDraft): void {
  const { dice, cast } = draft;
  const administrator = inDirectory(dice.one(cast.it));
  if (!draft.goesWrong('missingDirectoryLog')) {
    draft.see('creator', administrator, draft.made, draft.uses('service-principal', 'principal'));
  }
  for (let users = dice.int(0, 2); users > 0; users -= 1) lastUser(draft, 0);
  tag(draft, 0);
}

/** The owner field of the application: whoever registered it, who is often an administrator. */
function registration(draft: AgentDraft): void {
  const { dice, cast } = draft;
  const days = draft.dayOf(draft.maker);
  const byAdministrator = draft.goesWrong('administratorAsOwner');
  const who = byAdministrator
    ? dice.one(cast.it)
    : draft.goesWrong('wrongField')
      ? draft.anybody(days)
      : draft.holderAt(days);
  draft.see('owner-field', inDirectory(who));
  if (dice.chance(0.5)) draft.see('registered-by', inDirectory(byAdministrator ? who : draft.holderAt(days)), days);
}
