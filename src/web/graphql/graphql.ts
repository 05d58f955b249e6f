import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated/schema.ts';

/** A question of the page; the compiler holds its fields, arguments and answer to the API's schema. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { ID: string; Instant: string; JSON: unknown };
}>();

export type { ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
