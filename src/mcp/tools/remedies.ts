import { z } from 'zod';
import { instantOf } from '../../lib/clock.ts';
import { readCoverage } from '../../queries/index.ts';
import { coverageOf, coverageShape, evidenceShape, nodeShape, subject } from '../shapes.ts';
import { foundOf, shown, subjectOf } from '../subject.ts';
import { type Call, tool } from '../tool.ts';
import { idsAbout, pageOf } from './finding-page.ts';

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
  action: 'read',
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
