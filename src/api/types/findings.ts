import { instantOf } from '../../lib/clock.ts';
import { inputError } from '../../lib/errors.ts';
import { type FindingFilter, findNode, readFindings } from '../../queries/index.ts';
import { FINDING_STATES, type FindingStateName } from '../../queries/lifecycle/index.ts';
import { countFindings, type StoredNode } from '../../queries/lineage/index.ts';
import type { Builder } from '../builder.ts';
import type { ApiContext } from '../context.ts';
import { type Connection, connectionOf, decodeCursor, encodeCursor, offsetPlace, pageSize } from '../paging.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachTypes } from './reach.ts';

interface FindingEdge {
  readonly cursor: string;
  readonly node: StoredNode;
}

interface Findings extends Connection<FindingEdge> {
  readonly filter: FindingFilter;
}

/** `findings`. */
export function findingsField(builder: Builder, types: NodeTypes, reach: ReachTypes, coverage: CoverageTypes): void {
  const edge = builder.objectRef<FindingEdge>('FindingEdge').implement({
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: types.typeOf('Finding'), resolve: (one) => one.node }),
    }),
  });
  const connection = builder.objectRef<Findings>('Findings').implement({
    description: 'A page of findings; each has its path, its remedy and whom it goes to.',
    fields: (t) => ({
      edges: t.field({ type: [edge], resolve: (one) => [...one.edges] }),
      pageInfo: t.field({ type: builder.pageInfoRef(), resolve: (one) => one.pageInfo }),
      bySeverity: t.field({
        type: [reach.count],
        description: 'All that fit the filter, beyond this page.',
        resolve: async (one, _args, context) =>
          (await countFindings(context.graph, one.filter)).map(({ severity, count }) => ({ name: severity, count })),
      }),
      ...coverageField(t, coverage),
    }),
  });
  const filter = builder.inputType('FindingFilter', {
    description: 'Which findings; all that is given must hold.',
    fields: (t) => ({
      severity: t.string({ description: '`critical`, `high`, `medium` or `low`.' }),
      question: t.string({ description: 'Id of the question that found it, or of the rule.' }),
      situation: t.string({ description: 'Such as `S8`.' }),
      state: t.string({
        description: '`open`, `acknowledged`, `accepted` or `resolved`; without it, all but resolved ones.',
      }),
      routedTo: t.id({ description: 'The person they go to: key, or unambiguous name.' }),
      overdue: t.boolean({ description: 'Only those that were to be settled by now.' }),
    }),
  });
  builder.queryField('findings', (t) =>
    t.field({
      type: connection,
      description: 'Stated problems, the most severe first, then the oldest.',
      args: {
        filter: t.arg({ type: filter }),
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        after: t.arg.string(),
      },
      resolve: async (_root, args, context): Promise<Findings> => {
        const first = pageSize(args.first);
        const offset = decodeCursor(args.after, offsetPlace) ?? 0;
        const wanted = await given(args.filter ?? {}, context);
        const rows = await readFindings(context.graph, { ...wanted, limit: first + 1, offset });
        const nodes = await Promise.all(rows.slice(0, first).map((row) => context.loaders.node('Finding', row.id)));
        const edges = nodes.flatMap((node, i) =>
          node === undefined ? [] : [{ cursor: encodeCursor(offset + i + 1), node }],
        );
        return { ...connectionOf(edges, rows.length > first, args.after), filter: wanted };
      },
    }),
  );
}

type Given = Readonly<
  Partial<Record<'severity' | 'question' | 'situation' | 'state' | 'routedTo', string | null | undefined>> & {
    overdue?: boolean | null | undefined;
  }
>;

/** Errors: `finding-state` for a state there is not; those of `findNode`. */
async function given(filter: Given, { graph, clock }: ApiContext): Promise<FindingFilter> {
  const { severity, question, situation, state, routedTo, overdue } = filter;
  const person = isGiven(routedTo) ? await findNode(graph, routedTo, { labels: ['Human'] }) : undefined;
  return {
    now: instantOf(clock.now()),
    ...(isGiven(severity) ? { severity } : {}),
    ...(isGiven(question) ? { question } : {}),
    ...(isGiven(situation) ? { situation } : {}),
    ...(isGiven(state) ? { state: stateNamed(state) } : {}),
    ...(person === undefined ? {} : { routedTo: person.id }),
    ...(isGiven(overdue) ? { overdue } : {}),
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

function stateNamed(text: string): FindingStateName {
  const state = FINDING_STATES.find((one) => one === text);
  if (state !== undefined) return state;
  throw inputError('finding-state', `"${text.slice(0, 40)}" is no state of a finding`, {
    hint: `There are: ${FINDING_STATES.join(', ')}.`,
  });
}
