import { useMemo } from 'react';
import { textOf } from '../graphql/ask.ts';
import type { introspection } from '../graphql/generated/schema.ts';
import type { ResultOf, TadaDocumentNode } from '../graphql/graphql.ts';
import { useAnswer, usePages } from '../graphql/use-answer.ts';
import type { coverageFields } from '../parts/coverage-bar.tsx';
import { pairsOf, withFacts } from './edge-facts.ts';
import { type Owning, type Picture, pictureOf } from './picture.ts';
import { edgeFacts, type PathStep, type ReachedBy, type ReachedFrom, reachedBy, reachedFrom } from './questions.ts';
import { ownersOn, type Row, rowsBy, rowsFrom, stepOfNamed } from './rows.ts';

export type Level = introspection['types']['AccessLevel']['enumValues'];
type SubjectKind = introspection['types']['SubjectKind']['enumValues'];

export interface Subject {
  readonly label: string;
  readonly id: string;
}

export interface Lineage {
  readonly picture: Picture | undefined;
  /** The same nodes and edges, before the facts of these were read. */
  readonly shape: Picture | undefined;
  readonly rows: readonly Row[];
  /** `180 of 12,431`, of what was read. */
  readonly line: string | undefined;
  /** Resources reached, or those who reach. */
  readonly total: number;
  readonly coverage: ResultOf<typeof coverageFields> | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly more: (() => void) | undefined;
  readonly retry: () => void;
  /** The question behind it, as anyone can ask it. */
  readonly question: { readonly text: string; readonly variables: unknown };
}

/** Rows that one request brings: enough for a picture, and quickly there. */
const ROWS = 200;
const MOST_PAIRS = 1_000;

/** The lineage of a subject: what it reaches, or of a resource who reaches it. */
export function useLineage(subject: Subject, level: Level | undefined, isUnfolded: boolean): Lineage {
  const isResource = subject.label === 'Resource';
  const from = usePart(
    reachedFrom,
    {
      id: subject.id,
      kind: subject.label as SubjectKind,
      level: level ?? null,
      unfold: isUnfolded,
      first: isUnfolded ? 500 : ROWS,
    },
    fromAnswer,
    !isResource,
  );
  const by = usePart(reachedBy, { id: subject.id, level: level ?? null, first: ROWS }, byAnswer, isResource);
  return isResource ? by : from;
}

interface Part {
  readonly rows: readonly Row[];
  readonly owners: readonly Owning[];
  readonly subject: ReturnType<typeof stepOfNamed> | undefined;
  readonly total: number;
}

interface AnyAnswer {
  readonly line: string;
  readonly coverage: ResultOf<typeof coverageFields>;
  readonly edges: readonly { readonly node: unknown }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

function usePart<A extends AnyAnswer, V extends { after?: string | null }>(
  document: TadaDocumentNode<{ answer: A }, V>,
  variables: V,
  read: (answers: readonly A[]) => Part,
  isWanted: boolean,
): Lineage {
  const { query, first } = usePages<{ answer: A }, V, unknown>(document, variables, ({ answer }) => answer, isWanted);
  const pages = query.data?.pages;
  const part = useMemo(() => read((pages ?? []).map(({ answer }) => answer)), [pages, read]);
  const drawn = useMemo(
    () =>
      part.subject === undefined
        ? undefined
        : pictureOf(
            part.subject,
            part.rows.map(({ way }) => way),
            part.owners,
          ),
    [part],
  );
  const pairs = useMemo(() => (drawn === undefined ? [] : pairsOf(drawn, MOST_PAIRS)), [drawn]);
  const facts = useAnswer(edgeFacts, { pairs }, { isWanted: pairs.length > 0 });
  const picture = useMemo(
    () => (drawn === undefined || facts.data === undefined ? drawn : withFacts(drawn, facts.data.edgeFacts)),
    [drawn, facts.data],
  );
  return {
    picture,
    shape: drawn,
    rows: part.rows,
    line: first?.answer.line,
    total: part.total,
    coverage: first?.answer.coverage,
    error: query.error,
    isLoading: query.isPending && isWanted,
    more: query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined,
    retry: () => void query.refetch(),
    question: { text: textOf(document), variables },
  };
}

function fromAnswer(answers: readonly ReachedFrom[]): Part {
  const [first] = answers;
  return {
    rows: answers.flatMap(rowsFrom),
    owners: ownersOn(pathsOf(answers)),
    subject: first?.subject === null || first === undefined ? undefined : stepOfNamed(first.subject),
    total: first?.counts.total ?? 0,
  };
}

function byAnswer(answers: readonly ReachedBy[]): Part {
  const [first] = answers;
  return {
    rows: answers.flatMap(rowsBy),
    owners: ownersOn(pathsOf(answers)),
    subject: first?.resource === null || first === undefined ? undefined : stepOfNamed(first.resource),
    total: first?.totalCount ?? 0,
  };
}

function pathsOf(
  answers: readonly { readonly edges: readonly { readonly node: { readonly path: readonly PathStep[] } }[] }[],
) {
  return answers.flatMap(({ edges }) => edges.map(({ node }) => node.path));
}
