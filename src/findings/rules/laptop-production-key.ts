import { counted, type FindingRule, text } from '../rule.ts';

/** A long-lived production credential on a developer's machine, in the hands of an agent. */
export const laptopProductionKey: FindingRule = {
  id: 'laptop-production-key',
  query: 'laptop-production-keys',
  askedBy: 'owners',
  situation: (row) => (isWide(row) ? 'S1' : undefined),
  subjects: { agent: 'Agent', credential: 'Credential' },
  severity: (row) => (row['writes'] === true || isWide(row) ? 'high' : 'medium'),
  routeTo: 'owner',
  route: () => 'owner of the agent',
  sentence: (row) =>
    `${text(row, 'agentName')} on ${text(row, 'device')} holds a long-lived ${text(row, 'credentialKind')} that reaches ${counted(row, 'reaches', 'production resource')} (${text(row, 'kinds')})${isWide(row) ? ': its blast radius is production-wide' : ''}.`,
  remedy: () => 'Replace it with short-lived credentials for the task, and rotate the key.',
};

/** Several kinds of resource and many of them: more than one service's own. */
function isWide(row: Readonly<Record<string, unknown>>): boolean {
  return Number(row['reaches']) >= 10 && ((row['kinds'] as readonly string[] | null) ?? []).length > 1;
}
