import { inputError } from '../../lib/errors.ts';
import {
  type Acting,
  type FindingAges,
  readActing,
  readAgentKinds,
  readEstateCounts,
  readFindingAges,
  readTrend,
  type TrendDay,
} from '../../queries/inventory/index.ts';
import type { Builder } from '../builder.ts';
import { pageSize } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { ReachTypes } from './reach.ts';

const MAX_DAYS = 366;

/** `estate`: the company in numbers. */
export function estateField(builder: Builder, reach: ReachTypes, coverage: CoverageTypes): void {
  const { ages, acting, day } = partsOf(builder);
  const estate = builder.objectRef<object>('Estate').implement({
    description: 'What is there and what is wrong with it, counted.',
    fields: (t) => ({
      counts: t.field({
        type: [reach.count],
        description: 'Living nodes by label; `unowned`: agents nobody is known to answer for.',
        resolve: async (_estate, _args, { graph }) => [...(await readEstateCounts(graph))],
      }),
      agentKinds: t.field({
        type: [reach.count],
        description: 'Living agents by kind, the most first.',
        resolve: async (_estate, _args, { graph }) => [...(await readAgentKinds(graph))],
      }),
      findingAges: t.field({
        type: [ages],
        description: 'Live findings by severity and by how long they stand.',
        resolve: async (_estate, _args, { graph, clock }) => [...(await readFindingAges(graph, clock.now()))],
      }),
      acting: t.field({
        type: [acting],
        description: 'Those to whom findings go, the most severe first.',
        args: { first: t.arg.int({ description: 'Default 10, at most 500.' }) },
        resolve: async (_estate, { first }, { graph }) => [...(await readActing(graph, pageSize(first, 10)))],
      }),
      trend: t.field({
        type: [day],
        description: 'What was there at the end of each day, today last. Days before the first reading are empty.',
        args: { days: t.arg.int({ description: 'Default 30, at most 366.' }) },
        resolve: async (_estate, { days }, { graph, clock }) => [
          ...(await readTrend(graph, clock.now(), daysOf(days))),
        ],
      }),
      ...coverageField(t, coverage),
    }),
  });
  builder.queryField('estate', (t) =>
    t.field({ type: estate, description: 'The estate in numbers.', resolve: () => ({}) }),
  );
}

function partsOf(builder: Builder) {
  const ages = builder.objectRef<FindingAges>('FindingAges').implement({
    description: 'Findings of one severity by how long they stand.',
    fields: (t) => ({
      severity: t.exposeString('severity'),
      day: t.exposeInt('day', { description: 'Less than a day.' }),
      week: t.exposeInt('week', { description: 'A day to a week.' }),
      month: t.exposeInt('month', { description: 'A week to 30 days.' }),
      older: t.exposeInt('older'),
    }),
  });
  const acting = builder.objectRef<Acting>('Acting').implement({
    description: 'Somebody to whom findings go.',
    fields: (t) => ({
      human: t.id({ nullable: true, description: 'Null: to nobody.', resolve: (one) => one.human ?? null }),
      name: t.exposeString('name'),
      critical: t.exposeInt('critical'),
      high: t.exposeInt('high'),
      other: t.exposeInt('other'),
      oldest: t.field({ type: 'Instant', resolve: (one) => one.oldest }),
    }),
  });
  const day = builder.objectRef<TrendDay>('TrendDay').implement({
    fields: (t) => ({
      day: t.exposeString('day', { description: 'Date in UTC.' }),
      agents: t.exposeInt('agents'),
      credentials: t.exposeInt('credentials'),
      findings: t.exposeInt('findings'),
    }),
  });
  return { ages, acting, day };
}

function daysOf(days: number | null | undefined): number {
  if (days === undefined || days === null) return 30;
  if (days < 1 || days > MAX_DAYS) throw inputError('page-size', `"days" must be from 1 to ${MAX_DAYS}`);
  return days;
}
