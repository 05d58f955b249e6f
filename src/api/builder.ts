import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import { toInstant } from '../lib/clock.ts';
import { inputError } from '../lib/errors.ts';
import type { ApiContext } from './context.ts';

export interface ApiTypes {
  Context: ApiContext;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: false;
  Scalars: {
    ID: { Input: string; Output: string };
    Instant: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}

/** A builder with the scalars. */
export function newBuilder() {
  const builder = new SchemaBuilder<ApiTypes>({
    plugins: [RelayPlugin],
    defaultFieldNullability: false,
    relay: { nodeQueryOptions: false, nodesQueryOptions: false },
  });
  builder.scalarType('Instant', {
    description: 'A UTC time as text, `2026-11-21T13:08:00.000Z`. Any RFC 3339 time is taken.',
    serialize: (value) => value,
    parseValue: (value) => {
      const instant = typeof value === 'string' ? toInstant(value) : undefined;
      if (instant === undefined) throw inputError('instant', `"${String(value).slice(0, 40)}" is not a time`);
      return instant;
    },
  });
  builder.scalarType('JSON', {
    description: 'Any JSON value.',
    serialize: (value) => value,
    parseValue: (value) => value,
  });
  return builder;
}

export type Builder = ReturnType<typeof newBuilder>;
export type FieldBuilder<Shape> = PothosSchemaTypes.ObjectFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<ApiTypes>,
  Shape
>;

export type ObjectRef<Shape> = PothosSchemaTypes.ObjectRef<PothosSchemaTypes.ExtendDefaultTypes<ApiTypes>, Shape>;
