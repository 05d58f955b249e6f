import { type AgentDraft, addressAt, inCloud, inDirectory } from './draft.ts';
import { lastUser } from './endpoint.ts';
import { codeOwner, tag } from './fields.ts';
import { byBot, byChain, byPipeline } from './trail.ts';
import type { TruePerson } from './types.ts';

/** How many of them a directory gives an identity of their own. */
const DIRECTORY = 0.5;

/** An engineer ships an agent on a cloud's platform: by hand, through roles, or by a pipeline. */
export function cloudAgent(draft: AgentDraft): void {
  const { dice } = draft;
  shipped(draft);
  role(draft);
  for (let left = dice.int(0, 3); left > 0; left -= 1) if (draft.isLogged()) update(draft);
  key(draft);
  if (dice.chance(DIRECTORY)) registered(draft);
  tag(draft, 0.7);
  codeOwner(draft, 0.4, 0.45);
  if (dice.chance(0.6)) lastUser(draft, 0.35);
}

/** The event that made it. What nobody answers for was always made by something. */
function shipped(draft: AgentDraft): void {
  if (!draft.isLogged()) return;
  const unowned = draft.maker === undefined;
  if (draft.goesWrong('byBot') || (unowned && draft.dice.chance(0.4))) {
    byBot(draft);
    return;
  }
  if (draft.goesWrong('byPipeline') || (unowned && draft.dice.chance(0.6))) {
    byPipeline(draft, 'bedrock:CreateAgent', draft.made);
    return;
  }
  if (unowned) return;
  if (draft.goesWrong('byRoleChain')) {
    byChain(draft, 'bedrock:CreateAgent', draft.made);
    return;
  }
  const who = draft.goesWrong('onBehalf') ? somebodyThere(draft.cast.platform, draft) : draft.maker;
  draft.see('creator', inCloud(who, draft.made), draft.made);
}

/** The role it runs as: often made by the platform team for whoever asked. */
function role(draft: AgentDraft): void {
  const { dice } = draft;
  const principal = draft.uses('role', 'principal');
  if (!dice.chance(0.8) || !draft.isLogged()) return;
  const who = dice.chance(0.4) || draft.maker === undefined ? somebodyThere(draft.cast.platform, draft) : draft.maker;
  draft.see('creator', inCloud(who, draft.made + 1), draft.made + 1, principal);
}

function update(draft: AgentDraft): void {
  const days = draft.dayOf(draft.keeper);
  if (draft.keeper === undefined) {
    if (draft.goesWrong('touchedByPlatform')) {
      draft.see('deployer', inCloud(somebodyThere(draft.cast.platform, draft), days), days);
    }
    return;
  }
  const who = draft.goesWrong('updateByTeammate') ? draft.teammate(draft.keeper, days) : draft.holderAt(days);
  draft.see('deployer', inCloud(who, days), days);
}

function key(draft: AgentDraft): void {
  const { dice } = draft;
  const credential = draft.uses('key', 'credential');
  if (!dice.chance(0.5) || !draft.isLogged()) return;
  const days = draft.dayOf(draft.maker);
  const who =
    dice.chance(0.15) || (draft.maker === undefined && draft.goesWrong('touchedByPlatform'))
      ? somebodyThere(draft.cast.platform, draft)
      : draft.holderAt(days);
  draft.see('credential-issuer', who === undefined ? undefined : { person: addressAt(who, days) }, days, credential);
}

/** The identity that a directory gives the agent: it wants a sponsor, and may have owners and a manager. */
function registered(draft: AgentDraft): void {
  if (draft.keeper === undefined) return;
  if (draft.dice.chance(0.6)) {
    const wrong = draft.goesWrong('wrongField');
    const updated = draft.handed === undefined || draft.dice.chance(0.6);
    const who = updated ? draft.keeper : draft.maker;
    draft.see('owner-field', inDirectory(wrong ? draft.teammate(draft.keeper, 1) : who));
  }
  const who = draft.goesWrong('wrongField')
    ? draft.teammate(draft.keeper, 1)
    : draft.handed === undefined || draft.dice.chance(0.7)
      ? draft.keeper
      : draft.maker;
  draft.see('sponsor-field', inDirectory(who));
  if (draft.dice.chance(0.3)) {
    const manager = draft.dice.chance(0.6) ? draft.keeper : draft.teammate(draft.keeper, 1);
    draft.see('manager-field', inDirectory(manager));
  }
}

/** One of them who was there when it was made. */
export function somebodyThere(from: readonly TruePerson[], draft: AgentDraft): TruePerson | undefined {
  const there = from.filter((one) => one.began > draft.made && (one.ended ?? 0) < draft.made);
  return there.length === 0 ? undefined : draft.dice.one(there);
}
