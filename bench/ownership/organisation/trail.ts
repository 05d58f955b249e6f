import { type AgentDraft, addressAt, inCode } from './draft.ts';
import { letters } from './people.ts';
import { ago, type TruePerson } from './types.ts';

/** A bot made it: an account that is listed among people, and sometimes in the directory too. */
export function byBot(draft: AgentDraft): void {
  draft.see('creator', { account: draft.dice.one(draft.cast.bots).key }, draft.made);
}

/** Somebody made it through a chain of roles: only the issuances lead back to them. */
export function byChain(draft: AgentDraft, action: string, days: number): void {
  const { dice, into } = draft;
  const who = draft.holderAt(days);
  if (who === undefined) return;
  const keys = [temporaryKey(draft), temporaryKey(draft)];
  into.made.push({
    event: `event:${letters(dice, 12)}`,
    at: ago(days),
    action,
    subject: draft.id,
    subjectLabel: 'Agent',
    principal: 'role:deployer',
    credential: keys[0],
  });
  if (draft.goesWrong('missingIssuances')) return;
  into.issuances.push({ issued: keys[0] ?? '', principal: 'role:jump', credential: keys[1] });
  into.issuances.push({ issued: keys[1] ?? '', principal: 'role:sso', person: addressAt(who, days) });
}

/** A pipeline made it: its session names the repository, and the repository's log who pushed and who reviewed. */
export function byPipeline(draft: AgentDraft, action: string, days: number): void {
  const { dice, into } = draft;
  const repository = `larkfield/${draft.id.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}`;
  const key = temporaryKey(draft);
  const event = `event:${letters(dice, 12)}`;
  into.made.push({
    event,
    at: ago(days),
    action,
    subject: draft.id,
    subjectLabel: 'Agent',
    principal: 'role:pipeline',
    credential: key,
  });
  into.issuances.push({
    issued: key,
    principal: `oidc:token.actions.githubusercontent.com:repo:${repository}:ref:refs/heads/main`,
  });
  if (draft.goesWrong('missingCodeLog')) return;
  const author = authorOf(draft, days);
  if (author !== undefined) act(draft, 'commit-author', repository, days + dice.int(1, 5) / 24, author);
  if (dice.chance(0.6)) {
    const reviewer = inCode(draft.teammate(draft.holderAt(days), days + 4));
    if (reviewer !== undefined) act(draft, 'reviewer', repository, days + dice.int(6, 72) / 24, reviewer);
  }
}

function authorOf(draft: AgentDraft, days: number): ReturnType<typeof inCode> {
  if (draft.goesWrong('sharedCiUser')) return { account: draft.dice.one(draft.cast.bots).key };
  const owner: TruePerson | undefined = draft.holderAt(days);
  const mate = owner === undefined || draft.goesWrong('commitByTeammate');
  return inCode(mate ? draft.teammate(owner, days + 1) : owner);
}

function act(
  draft: AgentDraft,
  kind: 'commit-author' | 'reviewer',
  repository: string,
  days: number,
  names: object,
): void {
  draft.into.acts.push({ event: `event:${letters(draft.dice, 12)}`, at: ago(days), repository, act: kind, ...names });
}

function temporaryKey(draft: AgentDraft): string {
  return `ASIA${letters(draft.dice, 16).toUpperCase()}`;
}
