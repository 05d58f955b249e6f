import { z } from 'zod';
import { FINDABLE, readCoverage } from '../../queries/index.ts';
import { coverageOf, coverageShape, nodeShape, subject } from '../shapes.ts';
import { foundOf, shown, subjectOf } from '../subject.ts';
import { tool } from '../tool.ts';
import { neighboursOf, relationShape } from './relations.ts';

const label = z
  .enum(FINDABLE as readonly [string, ...string[]])
  .optional()
  .describe('Which kind is meant, where a name could be several things.');

type Findable = (typeof FINDABLE)[number];

export const lookUp = tool({
  name: 'look_up',
  title: 'Look something up',
  description:
    'The agent, credential, person, account, resource, tool, device … with this key or name, and its properties. Says what the choices are when a name could be several things.',
  input: z.object({ text: subject, label }),
  output: z.object({
    node: nodeShape,
    properties: z.record(z.string(), z.unknown()),
    coverage: coverageShape,
  }),
  action: 'read',
  run: async ({ text, label: only }, call) => {
    const node = await subjectOf(call, text, only === undefined ? undefined : [only as Findable]);
    const coverage = await readCoverage(call.graph);
    const data = { node: shown(node), properties: { ...node.props }, coverage: coverageOf(coverage) };
    return { data, says: `${node.label} ${data.node.name ?? node.id}.`, rows: 1 };
  },
});

export const lineage = tool({
  name: 'lineage',
  title: 'Lineage of an agent, credential or anything else',
  description:
    'What one thing is connected with, edge by edge: for an agent the credentials it uses, what it runs as and on, its tools, owners and findings; for a credential where it is kept, what it authenticates as, who uses it, from where, and what it touched.',
  input: z.object({
    subject,
    label,
    each: z.int().min(1).max(100).default(20).describe('Neighbours of each relation at most.'),
  }),
  output: z.object({ node: nodeShape, relations: z.array(relationShape), coverage: coverageShape }),
  action: 'read',
  run: async ({ subject: text, label: only, each }, call) => {
    const node = await subjectOf(call, text, only === undefined ? undefined : [only as Findable]);
    const [relations, coverage] = await Promise.all([
      neighboursOf(call, foundOf(node), each),
      readCoverage(call.graph),
    ]);
    const data = { node: shown(node), relations, coverage: coverageOf(coverage) };
    const count = relations.reduce((sum, one) => sum + one.neighbours.length, 0);
    return {
      data,
      says: `${node.label} ${data.node.name ?? node.id}: ${count} neighbours. Coverage: ${coverage.line}.`,
      rows: count,
    };
  },
});
