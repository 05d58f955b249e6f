import { z } from 'zod';
import { readCoverage } from '../../queries/index.ts';
import type { Place, ReachCounts, ReachRow } from '../../queries/reach/index.ts';
import { readCouldBecome } from '../../queries/reach/index.ts';
import type { Label } from '../../schema/index.ts';
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

const SUBJECTS: readonly Label[] = ['Agent', 'Credential', 'Human', 'Principal', 'Tool', 'Team', 'Device', 'Session'];

const countsShape = z.object({
  total: z.int(),
  byKind: countShape,
  byEnvironment: countShape,
  bySensitivity: countShape,
});

const placeShape: z.ZodType<Place> = z.object({ sensitivity: z.number(), environment: z.number(), id: z.string() });

export const blastRadius = tool({
  name: 'blast_radius',
  title: 'Blast radius',
  description:
    'Everything an agent, credential, person, account, tool or device can reach now, at which level and over which path, the most sensitive first; with counts, and apart from them what it could become by escalation. Broad grants are one row with a count unless unfold is true.',
  input: z.object({
    subject,
    level,
    unfold: z.boolean().default(false).describe('Every resource one by one instead of ranges with counts.'),
    limit,
    cursor,
  }),
  output: z.object({
    subject: nodeShape,
    line: z.string().describe('Such as `50 of 12,431`.'),
    counts: countsShape.describe('Distinct resources.'),
    rows: z.array(
      z.object({
        label: z.enum(['Resource', 'Scope']),
        id: z.string(),
        name: z.string().optional(),
        kind: z.string().optional(),
        environment: z.string().optional(),
        sensitivity: z.string().optional(),
        count: z.int(),
        levels: levelsShape,
        evidence: evidenceShape,
      }),
    ),
    couldBecome: z
      .object({
        total: z.int(),
        line: z.string(),
        rows: z.array(
          z.object({ id: z.string(), name: z.string().optional(), certainty: z.string(), evidence: evidenceShape }),
        ),
      })
      .optional()
      .describe('What it could make itself by changing permissions; not part of reach.'),
    nextCursor,
    coverage: coverageShape,
  }),
  action: 'read',
  run: async (args, call) => {
    const node = await subjectOf(call, args.subject, SUBJECTS);
    const coverage = await readCoverage(call.graph);
    const after = decoded(args.cursor, placeShape);
    const found = await call.reach.blastRadius(
      foundOf(node),
      {
        first: args.limit,
        unfold: args.unfold,
        ...(args.level === undefined ? {} : { level: args.level }),
        ...(after === undefined ? {} : { after }),
      },
      coverage,
    );
    const become = after === undefined ? await readCouldBecome(call.graph, call.clock, foundOf(node), 20) : undefined;
    const rows = found.rows.map(rowOf);
    const last = found.rows.at(-1);
    const data = {
      subject: shown(node),
      line: found.line,
      counts: countsOf(found.counts),
      rows,
      ...(become === undefined
        ? {}
        : {
            couldBecome: {
              total: become.total,
              line: become.line,
              rows: become.rows.map(({ id, name, certainty, evidence }) => ({
                id,
                name,
                certainty,
                evidence: [...evidence],
              })),
            },
          }),
      ...(found.more && last !== undefined ? { nextCursor: encoded(last.place) } : {}),
      coverage: coverageOf(coverage),
    };
    return { data, says: `${found.line} resources. Coverage: ${coverage.line}.`, rows: rows.length };
  },
});

function rowOf({ resource, scope, count, levels, evidence }: ReachRow) {
  return {
    label: scope === undefined ? ('Resource' as const) : ('Scope' as const),
    id: resource?.id ?? scope?.id ?? '',
    name: resource?.name ?? (scope === undefined ? undefined : `${scope.lo}…`),
    kind: resource?.kind ?? scope?.kind,
    environment: resource?.environment,
    sensitivity: resource?.sensitivity,
    count,
    levels: listsOf(levels),
    evidence: [...evidence],
  };
}

function countsOf({ total, byKind, byEnvironment, bySensitivity }: ReachCounts): z.input<typeof countsShape> {
  return { total, byKind: [...byKind], byEnvironment: [...byEnvironment], bySensitivity: [...bySensitivity] };
}
