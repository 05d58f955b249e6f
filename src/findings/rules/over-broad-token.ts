import { type FindingRule, text } from '../rule.ts';

/** A token over a whole organisation in an agent's hands. */
export const overBroadToken: FindingRule = {
  id: 'over-broad-token',
  query: 'over-broad-tokens',
  situation: 'S2',
  subjects: { agent: 'Agent', credential: 'Credential' },
  severity: () => 'high',
  routeTo: 'manager',
  route: (row) => `manager of ${text(row, 'ownerName')}`,
  sentence: (row) =>
    `${text(row, 'agentName')} uses a ${text(row, 'credentialKind')} over all ${text(row, 'repositories')} repositories of ${text(row, 'organisation')}${usedWords(row)}.`,
  remedy: (row) => {
    const used = (row['used'] as readonly string[] | null) ?? [];
    return used.length === 0
      ? 'Replace it with an app token for the repositories it needs.'
      : `Replace it with an app token for ${used.join(', ')}.`;
  },
};

function usedWords(row: Readonly<Record<string, unknown>>): string {
  const used = (row['used'] as readonly string[] | null) ?? [];
  return used.length === 0 ? '' : `, and was seen to use ${used.length} of them`;
}
