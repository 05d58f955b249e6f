import { z } from 'zod';
import { instantOf } from '../../lib/clock.ts';
import { type FindingFilter, type FindingView, readCoverage } from '../../queries/index.ts';
import { countFindings } from '../../queries/lineage/index.ts';
import {
  coverageOf,
  coverageShape,
  cursor,
  decoded,
  encoded,
  evidenceShape,
  limit,
  nextCursor,
  subject,
} from '../shapes.ts';
import { type Call, tool } from '../tool.ts';
import { idsAbout, pageOf } from './finding-page.ts';

const findingShape = z.object({
  id: z.string(),
  severity: z.string(),
  state: z.string(),
  sentence: z.string(),
  remedy: z.string(),
  question: z.string().describe('The saved question that found it.'),
  situation: z.string().optional(),
  goesTo: z.string().optional().describe('Who must act.'),
  route: z.string().optional().describe('Why it goes there.'),
  firstSeen: z.string(),
  dueAt: z.string().optional(),
  subjects: z.array(z.string()).describe('Keys of what it is about.'),
  evidence: evidenceShape,
});

const place = z.object({ offset: z.int().min(0) });

export const findings = tool({
  name: 'findings',
  title: 'Findings',
  description:
    'Stated problems, the most severe first: what is wrong, the path that proves it, who must act, what to do. Use about for those of one agent, credential or account.',
  input: z.object({
    severity: z.enum(['critical', 'high', 'medium', 'low']).optional(),
    state: z.enum(['open', 'acknowledged', 'accepted', 'resolved']).optional(),
    question: z
      .string()
      .max(200)
      .optional()
      .describe('Only those of this saved question, such as departed-owner-agents.'),
    situation: z.string().max(20).optional(),
    about: subject.optional().describe('Only those about this agent, credential, account, resource or tool.'),
    limit,
    cursor,
  }),
  output: z.object({
    findings: z.array(findingShape),
    bySeverity: z
      .array(z.object({ severity: z.string(), count: z.int() }))
      .optional()
      .describe('All that fit, beyond this page.'),
    nextCursor,
    coverage: coverageShape,
  }),
  action: 'read',
  run: async ({ about, limit: first, cursor: from, ...asked }, call) => {
    const filter = filterOf(asked, call);
    const offset = decoded(from, place)?.offset ?? 0;
    const wanted = await idsAbout(call, about);
    const [found, coverage] = await Promise.all([
      pageOf(call, filter, wanted, offset, first),
      readCoverage(call.graph),
    ]);
    const isWhole = wanted === undefined;
    const data = {
      findings: found.findings.map(told),
      ...(isWhole ? { bySeverity: (await countFindings(call.graph, filter)).map((one) => ({ ...one })) } : {}),
      ...(found.more ? { nextCursor: encoded({ offset: offset + first }) } : {}),
      coverage: coverageOf(coverage),
    };
    return {
      data,
      says: `${found.findings.length} findings${found.more ? ', and more' : ''}. Coverage: ${coverage.line}.`,
      rows: found.findings.length,
    };
  },
});

function filterOf(
  asked: {
    severity?: string | undefined;
    state?: FindingFilter['state'] | undefined;
    question?: string | undefined;
    situation?: string | undefined;
  },
  call: Call,
): FindingFilter {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), now: instantOf(call.clock.now()) };
}

function told(one: FindingView): z.input<typeof findingShape> {
  const {
    id,
    severity,
    state,
    sentence,
    remedy,
    question,
    situation,
    routedToName,
    routedTo,
    route,
    firstSeen,
    dueAt,
  } = one;
  const goesTo = routedToName ?? routedTo;
  return {
    id,
    severity,
    state,
    sentence,
    remedy,
    question,
    situation,
    goesTo,
    route,
    firstSeen,
    dueAt,
    subjects: [...one.subjects],
    evidence: [...one.path],
  };
}
