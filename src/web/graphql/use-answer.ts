import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from './ask.ts';
import type { TadaDocumentNode } from './graphql.ts';

/** The answer to a question, kept for half a minute and shared by all who ask the same. */
export function useAnswer<R, V>(
  document: TadaDocumentNode<R, V>,
  variables: V,
  options: { readonly isWanted?: boolean } = {},
): UseQueryResult<R> {
  return useQuery({
    queryKey: keyOf(document, variables),
    queryFn: ({ signal }) => ask(document, variables, signal),
    enabled: options.isWanted ?? true,
  });
}

interface Page<N> {
  readonly edges: readonly { readonly node: N }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Pages<R, N> {
  readonly query: UseInfiniteQueryResult<InfiniteData<R>>;
  /** Rows of all pages that were read. */
  readonly rows: readonly N[];
  /** The first page's answer, for what stands beside the rows. */
  readonly first: R | undefined;
}

/** Pages of a list, read one after another as they are needed. */
export function usePages<R, V extends { after?: string | null }, N>(
  document: TadaDocumentNode<R, V>,
  variables: V,
  pick: (answer: R) => Page<N>,
  isWanted = true,
): Pages<R, N> {
  const query = useInfiniteQuery({
    queryKey: keyOf(document, variables),
    queryFn: ({ signal, pageParam }) => ask(document, { ...variables, after: pageParam }, signal),
    enabled: isWanted,
    initialPageParam: null as string | null,
    getNextPageParam: (last: R) => {
      const { hasNextPage, endCursor } = pick(last).pageInfo;
      return hasNextPage ? endCursor : undefined;
    },
  });
  const pages = query.data?.pages;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `pick` is made anew at each drawing and always does the same
  const rows = useMemo(() => (pages ?? []).flatMap((page) => pick(page).edges.map(({ node }) => node)), [pages]);
  return { query, rows, first: pages?.[0] };
}

function keyOf(document: unknown, variables: unknown): readonly unknown[] {
  return [nameOf(document), variables];
}

function nameOf(document: unknown): string {
  const { definitions } = document as { definitions: readonly { name?: { value: string } }[] };
  return definitions.map((one) => one.name?.value ?? '').join(' ');
}
