import { z } from 'zod';
import { readCoverage, readSteps } from '../../queries/index.ts';
import { coverageOf, coverageShape } from '../shapes.ts';
import { tool } from '../tool.ts';

export const coverage = tool({
  name: 'coverage',
  title: 'What could be seen',
  description:
    'Every step of every source: when it was last seen whole, and what was missing. Ask before telling the user that something does not exist.',
  input: z.object({ onlyIncomplete: z.boolean().default(false) }),
  output: z.object({
    coverage: coverageShape,
    steps: z.array(
      z.object({
        step: z.string(),
        source: z.string(),
        outcome: z.string(),
        reason: z.string().optional(),
        lastRunAt: z.string().optional(),
        completeAt: z.string().optional(),
        records: z.int().optional(),
      }),
    ),
  }),
  action: 'read',
  run: async ({ onlyIncomplete }, { graph }) => {
    const [seen, all] = await Promise.all([readCoverage(graph), readSteps(graph)]);
    const steps = all
      .filter(({ outcome }) => !onlyIncomplete || outcome !== 'complete')
      .map(({ step, source, outcome, reason, lastRunAt, completeAt, records }) => ({
        step,
        source,
        outcome,
        reason,
        lastRunAt,
        completeAt,
        records,
      }));
    return { data: { coverage: coverageOf(seen), steps }, says: `${seen.line}.`, rows: steps.length };
  },
});
