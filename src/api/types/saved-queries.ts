import { inputError } from '../../lib/errors.ts';
import {
  type Answer,
  answer,
  catalogue,
  EVIDENCE_COLUMN,
  findQuery,
  type QueryColumn,
  type QueryParameter,
  type SavedQuery,
} from '../../queries/index.ts';
import type { Builder } from '../builder.ts';
import { pageSize } from '../paging.ts';
import type { CoverageTypes } from './coverage.ts';

type Row = Readonly<Record<string, unknown>>;

/** `savedQueries`, `savedQuery` and `runSavedQuery`. */
export function savedQueryFields(builder: Builder, coverage: CoverageTypes): void {
  const saved = savedQueryType(builder);
  const answered = answerType(builder, saved, coverage);
  builder.queryFields((t) => ({
    savedQueries: t.field({
      type: [saved],
      description: 'Every saved question.',
      args: { tag: t.arg.string({ description: 'Only those with this tag.' }) },
      resolve: (_root, { tag }) =>
        [...catalogue().values()].filter((one) => tag === undefined || tag === null || one.tags.includes(tag)),
    }),
    savedQuery: t.field({
      type: saved,
      nullable: true,
      description: 'The saved question with this id, or an unambiguous beginning of it; null when there is none.',
      args: { id: t.arg.id({ required: true }) },
      resolve: (_root, { id }) => (catalogue().has(id) || beginsOne(id) ? findQuery(id) : null),
    }),
    runSavedQuery: t.field({
      type: answered,
      description: 'Asks a saved question.',
      args: {
        id: t.arg.id({ required: true }),
        params: t.arg({ type: 'JSON', description: 'Its parameters as one object.' }),
        first: t.arg.int({ description: 'Default 50, at most 500.' }),
        offset: t.arg.int({ description: 'Rows to skip.' }),
      },
      resolve: (_root, { id, params, first, offset }, context) =>
        answer(context.graph, context.clock, findQuery(id), paramsOf(params), {
          limit: pageSize(first),
          offset: offsetOf(offset),
          timeoutMs: 20_000,
          signal: context.signal,
        }),
    }),
  }));
}

function savedQueryType(builder: Builder) {
  const parameter = builder.objectRef<QueryParameter>('SavedQueryParameter').implement({
    fields: (t) => ({
      name: t.exposeString('name'),
      type: t.exposeString('type'),
      doc: t.exposeString('doc'),
      default: t.field({ type: 'JSON', nullable: true, resolve: (one) => one.default ?? null }),
      required: t.boolean({ resolve: (one) => one.default === undefined }),
    }),
  });
  const column = builder.objectRef<QueryColumn>('SavedQueryColumn').implement({
    fields: (t) => ({ name: t.exposeString('name'), type: t.exposeString('type'), doc: t.exposeString('doc') }),
  });
  return builder.objectRef<SavedQuery>('SavedQuery').implement({
    description: 'A saved question: a reviewed file of `cypher/`.',
    fields: (t) => ({
      id: t.exposeID('id'),
      title: t.exposeString('title'),
      question: t.exposeString('question'),
      answers: t.stringList({ resolve: (one) => [...one.answers] }),
      tags: t.stringList({ resolve: (one) => [...one.tags] }),
      parameters: t.field({ type: [parameter], resolve: (one) => [...one.parameters] }),
      columns: t.field({ type: [column], resolve: (one) => [...one.columns] }),
      cypher: t.exposeString('cypher', { description: 'What is run.' }),
    }),
  });
}

function answerType(builder: Builder, saved: ReturnType<typeof savedQueryType>, coverage: CoverageTypes) {
  const row = builder.objectRef<Row>('SavedQueryRow').implement({
    fields: (t) => ({
      values: t.field({ type: 'JSON', description: 'Values by column.', resolve: (one) => one }),
      evidence: t.stringList({
        description: 'The lineage that proves the row.',
        resolve: (one) => ((one[EVIDENCE_COLUMN] as unknown[] | null) ?? []).map(String),
      }),
    }),
  });
  return builder.objectRef<Answer>('SavedQueryAnswer').implement({
    description: 'Rows with their evidence.',
    fields: (t) => ({
      query: t.field({ type: saved, resolve: (one) => findQuery(one.query) }),
      parameters: t.field({ type: 'JSON', description: 'As they were understood.', resolve: (one) => one.parameters }),
      rows: t.field({ type: [row], resolve: (one) => [...one.rows] }),
      more: t.exposeBoolean('more', { description: 'There are rows behind this page.' }),
      coverage: t.field({ type: coverage.coverage, resolve: (one) => one.coverage }),
    }),
  });
}

function beginsOne(id: string): boolean {
  return [...catalogue().keys()].some((one) => one.startsWith(id));
}

function paramsOf(params: unknown): Row {
  if (params === undefined || params === null) return {};
  if (typeof params !== 'object' || Array.isArray(params))
    throw inputError('query-parameter', '"params" must be an object of parameters by name');
  return { ...params };
}

const MAX_OFFSET = 1_000_000;

export function offsetOf(offset: number | null | undefined): number {
  if (offset === undefined || offset === null) return 0;
  if (offset < 0 || offset > MAX_OFFSET) throw inputError('page-size', `"offset" must be from 0 to ${MAX_OFFSET}`);
  return offset;
}
