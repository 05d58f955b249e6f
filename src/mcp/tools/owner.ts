import { z } from 'zod';
import { OWNABLE, type OwnerAnswer, type PartyView, readOwner } from '../../queries/owner.ts';
import type { Sight } from '../parts.ts';
import { coverageOf, coverageShape, nodeShape, subject } from '../shapes.ts';
import { foundOf, subjectOf } from '../subject.ts';
import { tool } from '../tool.ts';

const party = z.object({
  label: z.string(),
  id: z.string(),
  name: z.string().optional(),
  status: z.string().optional(),
  departedAt: z.string().optional(),
});

const evidence = z.object({
  kind: z.string(),
  says: z.string(),
  at: z.string().optional(),
  about: z.string(),
  names: z.string().optional().describe('Key of the person or team it names.'),
});

const EVIDENCE_SHOWN = 50;

export const owner = tool({
  name: 'owner',
  title: 'Who answers for it',
  description:
    'Who answers for an agent, credential or account, with the verdict (asserted, likely or unknown), its confidence, the evidence, others whom the evidence names, to whom the duty falls when the owner has left, and what else the owner owns. Unknown means unknown: never guess a name.',
  input: z.object({ subject }),
  output: z.object({
    subject: nodeShape,
    verdict: z.enum(['asserted', 'likely', 'unknown']),
    owner: party.optional(),
    confidence: z.number().optional(),
    since: z.string().optional(),
    basis: z.array(z.string()).describe('Why, strongest first.'),
    fallsTo: party.extend({ route: z.string() }).optional(),
    evidence: z.array(evidence),
    alternatives: z.array(party.extend({ says: z.array(z.string()), confidence: z.number().optional() })),
    alsoOwns: z.object({
      count: z.int().optional(),
      items: z.array(nodeShape.extend({ kind: z.string().optional() })),
    }),
    coverage: coverageShape,
  }),
  action: 'read',
  run: async ({ subject: text }, call) => {
    const node = await subjectOf(call, text, OWNABLE);
    const found = cut(await readOwner(call.graph, foundOf(node)), await call.access.sight());
    return { data: { ...found, coverage: coverageOf(found.coverage) }, says: sentence(found), rows: 1 };
  },
});

/** Without people and things that the caller does not see. */
function cut(found: OwnerAnswer, sight: Sight | undefined) {
  const sees = (label: 'Human' | 'Team', id: string): boolean => sight === undefined || sight.hasKey(label, id);
  const party = (one: PartyView | undefined): boolean => one !== undefined && sees(one.label, one.id);
  const named = (id: string | undefined): boolean =>
    sight === undefined || id === undefined || sight.hasKey('Human', id) || sight.hasKey('Team', id);
  const items = found.alsoOwns.items.filter(
    ({ label, id }) => sight === undefined || sight.hasKey(label as 'Agent', id),
  );
  const evidence = found.evidence.filter(({ names }) => named(names)).slice(0, EVIDENCE_SHOWN);
  return {
    subject: found.subject,
    verdict: found.verdict,
    owner: party(found.owner) ? found.owner : undefined,
    confidence: found.confidence,
    since: found.since,
    basis: [...found.basis],
    fallsTo: party(found.fallsTo) ? found.fallsTo : undefined,
    evidence: evidence.map(({ kind, says, at, about, names }) => ({ kind, says, at, about, names })),
    alternatives: found.alternatives.filter(party).map(({ says, ...one }) => ({ ...one, says: [...says] })),
    alsoOwns: { ...(sight === undefined ? { count: found.alsoOwns.count } : {}), items },
    coverage: found.coverage,
  };
}

function sentence({ verdict, owner: who, fallsTo, subject: { name, id } }: ReturnType<typeof cut>): string {
  if (who === undefined)
    return `The owner of ${name ?? id} is ${verdict === 'unknown' ? 'unknown' : 'not yours to see'}.`;
  const left = who.status === undefined || who.status === 'active' ? '' : ` (${who.status})`;
  const duty = fallsTo === undefined ? '' : ` The duty falls to ${fallsTo.name ?? fallsTo.id}: ${fallsTo.route}.`;
  return `${name ?? id}: ${who.name ?? who.id}${left}, ${verdict}.${duty}`;
}
