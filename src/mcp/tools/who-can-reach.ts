import { z } from 'zod';
import { readCoverage } from '../../queries/index.ts';
import type { ReacherPlace } from '../../queries/reach/index.ts';
import {
  countShape,
  coverageOf,
  coverageShape,
  cursor,
  decoded,
  encoded,
  evidenceShape,
  level,
  levelsShape,
  limit,
  nextCursor,
  nodeShape,
  subject,
} from '../shapes.ts';
import { foundOf, shown, subjectOf } from '../subject.ts';
import { tool } from '../tool.ts';
import { listsOf } from './levels.ts';

const reacherPlaceShape: z.ZodType<ReacherPlace> = z.object({ rank: z.number(), steps: z.number(), id: z.string() });

export const whoCanReach = tool({
  name: 'who_can_reach',
  title: 'Who can reach it',
  description:
    'Which agents (or accounts, or credentials) can reach a resource now, at which level and over which path, the surest first; also through broad grants and containers.',
  input: z.object({
    resource: subject,
    level,
    by: z.enum(['Agent', 'Principal', 'Credential']).default('Agent').describe('Who is asked for.'),
    kind: z
      .string()
      .max(100)
      .optional()
      .describe('Only those of this kind, such as bedrock-agent, ide-agent, mcp-server.'),
    limit,
    cursor,
  }),
  output: z.object({
    resource: nodeShape,
    line: z.string(),
    total: z.int().describe('All of them.'),
    byKind: countShape,
    rows: z.array(
      nodeShape.extend({
        kind: z.string().optional(),
        environment: z.string().optional(),
        levels: levelsShape,
        contents: levelsShape
          .optional()
          .describe('On what it holds, where that is granted apart: the objects of a bucket.'),
        evidence: evidenceShape,
      }),
    ),
    nextCursor,
    coverage: coverageShape,
  }),
  action: 'read',
  run: async (args, call) => {
    const node = await subjectOf(call, args.resource, ['Resource']);
    const coverage = await readCoverage(call.graph);
    const after = decoded(args.cursor, reacherPlaceShape);
    const found = await call.reach.whoCanReach(
      foundOf(node),
      {
        first: args.limit,
        by: args.by,
        ...(args.level === undefined ? {} : { level: args.level }),
        ...(args.kind === undefined ? {} : { kind: args.kind }),
        ...(after === undefined ? {} : { after }),
      },
      coverage,
    );
    const rows = found.rows.map(({ source: { label, id, name, kind, environment }, levels, contents, evidence }) => ({
      label,
      id,
      name,
      kind,
      environment,
      levels: listsOf(levels),
      ...(contents === undefined ? {} : { contents: listsOf(contents) }),
      evidence: [...evidence],
    }));
    const last = found.rows.at(-1);
    const data = {
      resource: shown(node),
      line: found.line,
      total: found.total,
      byKind: [...found.byKind],
      rows,
      ...(found.more && last !== undefined ? { nextCursor: encoded(last.place) } : {}),
      coverage: coverageOf(coverage),
    };
    return { data, says: `${found.line}. Coverage: ${coverage.line}.`, rows: rows.length };
  },
});
