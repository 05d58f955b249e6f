import { z } from 'zod';
import { instantOf } from '../../lib/clock.ts';
import { inputError } from '../../lib/errors.ts';
import { type FindingFilter, type FindingView, readCoverage, readFindings } from '../../queries/index.ts';
import { countFindings, readNeighbours, relations } from '../../queries/lineage/index.ts';
import {
  coverageOf,
  coverageShape,
  cursor,
  decoded,
  encoded,
  evidenceShape,
  limit,
  nextCursor,
  nodeShape,
  subject,
} from '../shapes.ts';
import { foundOf, shown, subjectOf } from '../subject.ts';
import { type Call, tool } from '../tool.ts';

export const findingShape = z.object({
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

/** Keys of the findings that may be told: about one thing, in the caller's scope; none: all. */
async function idsAbout(call: Call, about: string | undefined): Promise<ReadonlySet<string> | undefined> {
  const sight = await call.access.sight();
  const visible = sight === undefined ? undefined : new Set(sight.findings.map(({ id }) => id));
  if (about === undefined) return visible;
  const own = await findingsAbout(call, about);
  return visible === undefined ? own : new Set([...own].filter((id) => visible.has(id)));
}

const ABOUT_MAX = 200;

async function findingsAbout(call: Call, about: string): Promise<ReadonlySet<string>> {
  const node = await subjectOf(call, about);
  const relation = relations.find(
    ({ of, edge, to }) => of === node.label && edge === 'ABOUT' && to.includes('Finding'),
  );
  if (relation === undefined) throw inputError('node-unknown', `There are no findings about a ${node.label}`);
  const page = (await readNeighbours(call.graph, relation, [node.id], ABOUT_MAX, undefined)).get(node.id);
  return new Set((page?.neighbours ?? []).map(({ node: { id } }) => id));
}

const CHUNK = 500;

/** A page of those that fit and may be told. */
async function pageOf(
  call: Call,
  filter: FindingFilter,
  wanted: ReadonlySet<string> | undefined,
  offset: number,
  first: number,
): Promise<{ readonly findings: readonly FindingView[]; readonly more: boolean }> {
  if (wanted === undefined) {
    const found = await readFindings(call.graph, { ...filter, limit: first + 1, offset });
    return { findings: found.slice(0, first), more: found.length > first };
  }
  const fitting: FindingView[] = [];
  for (let at = 0; fitting.length <= offset + first; at += CHUNK) {
    const chunk = await readFindings(call.graph, { ...filter, limit: CHUNK, offset: at });
    fitting.push(...chunk.filter(({ id }) => wanted.has(id)));
    if (chunk.length < CHUNK) break;
  }
  return { findings: fitting.slice(offset, offset + first), more: fitting.length > offset + first };
}

export function told(one: FindingView): z.input<typeof findingShape> {
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

export const proposeRemedies = tool({
  name: 'propose_remedies',
  title: 'Propose remedies',
  description:
    'What could be done about the findings of one agent, credential, account or tool, who must approve it, and which agents would lose reach if the subject were revoked. Nothing is executed: present the proposals and let a person decide.',
  input: z.object({ subject }),
  output: z.object({
    subject: nodeShape,
    executed: z.literal(false).describe('Always: this tool changes nothing.'),
    proposals: z.array(
      z.object({
        action: z.string(),
        because: z.string(),
        severity: z.string(),
        finding: z.string(),
        approval: z.string(),
        evidence: evidenceShape,
      }),
    ),
    ifRevoked: z
      .object({
        affected: z.int().describe('Agents that have a way over it.'),
        losses: z.array(z.object({ agent: z.string(), before: z.int(), lost: z.int(), lostSensitive: z.int() })),
      })
      .optional()
      .describe('What agents would no longer reach; absent where that cannot be told.'),
    coverage: coverageShape,
  }),
  action: 'read-all',
  run: async ({ subject: text }, call) => {
    const node = await subjectOf(call, text);
    const wanted = await idsAbout(call, node.id);
    const [{ findings: own }, coverage] = await Promise.all([
      pageOf(call, { now: instantOf(call.clock.now()) }, wanted, 0, 50),
      readCoverage(call.graph),
    ]);
    const proposals = own.map((one) => ({
      action: one.remedy,
      because: one.sentence,
      severity: one.severity,
      finding: one.id,
      approval: `${one.routedToName ?? one.routedTo ?? 'Somebody with the role responder'} decides${one.route === undefined ? '' : ` (${one.route})`}; nothing has been done.`,
      evidence: [...one.path],
    }));
    const ifRevoked = await lossesOf(call, foundOf(node), coverage.graphVersion);
    const data = {
      subject: shown(node),
      executed: false as const,
      proposals,
      ...(ifRevoked === undefined ? {} : { ifRevoked }),
      coverage: coverageOf(coverage),
    };
    return { data, says: `${proposals.length} proposals; nothing was executed.`, rows: proposals.length };
  },
});

const REVOCABLE: ReadonlySet<string> = new Set(['Credential', 'Principal', 'AccessProfile', 'Tool']);
const LOSSES_SHOWN = 20;

async function lossesOf(call: Call, node: ReturnType<typeof foundOf>, graphVersion: number) {
  if (!REVOCABLE.has(node.label)) return undefined;
  const memory = await call.reach.memory(graphVersion).catch(() => undefined);
  if (memory === undefined) return undefined;
  const losses = memory.losses([node], call.clock.now());
  const shownLosses = losses
    .slice(0, LOSSES_SHOWN)
    .map(({ id, before, lost, lostSensitive }) => ({ agent: id, before, lost, lostSensitive }));
  return { affected: losses.length, losses: shownLosses };
}
