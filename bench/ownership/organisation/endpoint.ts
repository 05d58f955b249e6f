import { type AgentDraft, addressAt, inCode, inDirectory } from './draft.ts';
import type { TruePerson } from './types.ts';

/** A developer starts an MCP server with `npx`: the scan of the laptop, the token it is given, the sessions it opens. */
export function npxMcpServer(draft: AgentDraft): void {
  const { dice, keeper } = draft;
  device(draft);
  const token = draft.uses('token', 'credential');
  if (keeper !== undefined && dice.chance(0.75)) {
    const holder = draft.goesWrong('colleagueCredential') ? draft.teammate(keeper, 1) : keeper;
    const account = holder.keys.github ?? holder.keys.crm;
    if (account !== undefined) draft.into.holders.set(token.id, account);
  }
  if (dice.chance(0.7) && draft.isLogged()) {
    const days = draft.dayOf(draft.maker);
    const issuer = draft.holderAt(days);
    draft.see('credential-issuer', issuer === undefined ? undefined : { person: addressAt(issuer, days) }, days, token);
  }
  if (dice.chance(0.6) && draft.isLogged()) sessions(draft, token);
  if (dice.chance(0.5)) lastUser(draft, 0.85);
}

/** An assistant in the editor: the seat, the device, what it inherits from its developer's environment. */
export function ideAgent(draft: AgentDraft): void {
  const { dice, keeper } = draft;
  if (dice.chance(0.75) && !draft.goesWrong('missingDirectoryLog'))
    draft.see('assignee', inCode(keeper) ?? inDirectory(keeper), draft.made);
  device(draft);
  const inherited = draft.uses('inherited', 'credential');
  if (keeper !== undefined && dice.chance(0.75)) {
    const holder = draft.goesWrong('colleagueCredential') ? draft.teammate(keeper, 1) : keeper;
    draft.into.holders.set(inherited.id, holder.keys.github ?? holder.keys.okta);
  }
  if (dice.chance(0.6) && draft.isLogged()) sessions(draft, inherited);
  if (dice.chance(0.6)) lastUser(draft, 0.9);
}

/** What a scan says: an account that is signed in, else a login name that may be anybody's. */
function device(draft: AgentDraft): void {
  const { dice, keeper, cast } = draft;
  if (draft.goesWrong('missingScan')) return;
  if (draft.goesWrong('sharedDevice')) {
    if (dice.chance(0.5)) {
      draft.see('device-user', { person: 'lab' });
      return;
    }
    for (const one of [draft.anybody(1), keeper ?? draft.anybody(1)]) draft.see('device-user', { person: one.email });
    return;
  }
  if (keeper === undefined) return;
  const user = draft.goesWrong('reassignedDevice') ? dice.one(cast.people) : keeper;
  draft.see('device-user', {
    person: draft.goesWrong('loginNameOnly') ? loginName(user, dice.chance(0.5)) : user.email,
  });
}

/** The account of a laptop: sometimes the corporate one, sometimes a first name. */
function loginName(person: TruePerson, corporate: boolean): string {
  return corporate ? person.login : (person.name.split(' ')[0]?.toLowerCase() ?? '');
}

function sessions(draft: AgentDraft, about: ReturnType<AgentDraft['uses']>): void {
  const days = draft.dayOf(draft.keeper);
  const who = draft.keeper;
  draft.see('session', who === undefined ? undefined : { person: addressAt(who, days) }, days, about);
}

/** Who used it last: mostly its owner, of what is theirs alone. */
export function lastUser(draft: AgentDraft, own: number): void {
  const days = draft.dice.int(1, 30);
  const here = draft.keeper !== undefined && (draft.keeper.ended ?? 0) < days;
  const who = here && draft.dice.chance(own) ? draft.keeper : draft.teammate(draft.keeper, days);
  draft.see('last-interactive-user', inDirectory(who), days);
}
