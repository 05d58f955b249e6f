import { z } from 'zod';
import { OWNABLE, type OwnerAnswer, readOwner } from '../../queries/owner.ts';
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
      count: z.int(),
      items: z.array(nodeShape.extend({ kind: z.string().optional() })),
    }),
    coverage: coverageShape,
  }),
  action: 'read',
  run: async ({ subject: text }, call) => {
    const node = await subjectOf(call, text, OWNABLE);
    const found = told(await readOwner(call.graph, foundOf(node)));
    return { data: { ...found, coverage: coverageOf(found.coverage) }, says: sentence(found), rows: 1 };
  },
});

function told(found: OwnerAnswer) {
  const { subject, verdict, owner, confidence, since, basis, fallsTo, alternatives, alsoOwns, coverage } = found;
  const evidence = found.evidence.slice(0, EVIDENCE_SHOWN);
  return {
    subject,
    verdict,
    owner,
    confidence,
    since,
    basis: [...basis],
    fallsTo,
    evidence: evidence.map(({ kind, says, at, about, names }) => ({ kind, says, at, about, names })),
    alternatives: alternatives.map(({ says, ...one }) => ({ ...one, says: [...says] })),
    alsoOwns: { count: alsoOwns.count, items: [...alsoOwns.items] },
    coverage,
  };
}

function sentence({ verdict, owner: who, fallsTo, subject: { name, id } }: ReturnType<typeof told>): string {
  if (who === undefined) return `The owner of ${name ?? id} is unknown.`;
  const left = who.status === undefined || who.status === 'active' ? '' : ` (${who.status})`;
  const duty = fallsTo === undefined ? '' : ` The duty falls to ${fallsTo.name ?? fallsTo.id}: ${fallsTo.route}.`;
  return `${name ?? id}: ${who.name ?? who.id}${left}, ${verdict}.${duty}`;
}
