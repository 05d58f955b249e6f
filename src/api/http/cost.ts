import {
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql/index.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../paging.ts';

interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Rows that a request could hand out at most: every page multiplies the pages within it by its size, which is `first`, else what
 * the schema says for the field. What stands beside pages counts nothing: it is as much as the row it belongs to. Told before
 * anything is read; what is really read has a limit of its own (`loaders.ts`).
 */
export function rowsOf({ schema, document, operationName, variableValues }: Asked): number {
  const operation = getOperationAST(document, operationName ?? undefined);
  if (operation === null || operation === undefined) return 0;
  const fragments = new Map<string, number>();
  const variables = variableValues ?? {};

  const ofSelections = ({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): number =>
    selections.reduce((sum, one) => {
      if (one.kind === Kind.FIELD) return sum + ofField(one, type);
      if (one.kind === Kind.INLINE_FRAGMENT)
        return sum + ofSelections(one.selectionSet, typeNamed(one.typeCondition?.name.value) ?? type);
      return sum + ofFragment(one.name.value);
    }, 0);

  const ofFragment = (name: string): number => {
    const known = fragments.get(name);
    if (known !== undefined) return known;
    const found = document.definitions.find((one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name);
    if (found?.kind !== Kind.FRAGMENT_DEFINITION) return 0;
    const cost = ofSelections(found.selectionSet, typeNamed(found.typeCondition.name.value));
    fragments.set(name, cost);
    return cost;
  };

  const ofField = (field: FieldNode, parent: GraphQLNamedType | undefined): number => {
    const known = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    if (known === undefined || field.selectionSet === undefined) return 0;
    const within = ofSelections(field.selectionSet, getNamedType(known.type));
    const first = known.args.find(({ name }) => name === 'first');
    return first === undefined ? within : pageOf(field, first, variables) * (1 + within);
  };

  const typeNamed = (name: string | undefined): GraphQLNamedType | undefined =>
    name === undefined ? undefined : schema.getType(name);

  return ofSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
}

/** Rows that a field asks for; what is no number is refused where it is read. */
function pageOf(field: FieldNode, first: GraphQLArgument, variables: Readonly<Record<string, unknown>>): number {
  const value = field.arguments?.find(({ name }) => name.value === 'first')?.value;
  const given =
    value?.kind === Kind.INT
      ? Number(value.value)
      : value?.kind === Kind.VARIABLE
        ? variables[value.name.value]
        : undefined;
  const standard = typeof first.defaultValue === 'number' ? first.defaultValue : DEFAULT_PAGE;
  return typeof given === 'number' && given > 0 ? Math.min(given, MAX_PAGE) : standard;
}
