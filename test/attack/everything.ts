import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql/index.js';
import { apiSchema } from '../../src/api/schema.ts';
import { labels } from '../../src/schema/index.ts';

const schema = apiSchema();
const NODES: ReadonlySet<string> = new Set(labels);

/** Arguments without which a field below the roots cannot be asked. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  groups: ['by: Owner', 'by: Team', 'by: Kind', 'by: Environment'],
};

/** Everything that can be selected of a type: of nodes their own fields and no relations, of other types all there is. */
function everythingOf(type: GraphQLNamedType, depth = 0): string {
  if (isLeafType(type)) return '';
  if (isInterfaceType(type)) return '{ __typename id claims }';
  if (!isObjectType(type) || depth > 7) return '{ __typename }';
  const parts = Object.values(type.getFields()).flatMap((field) => selected(type, field, depth));
  return `{ __typename ${parts.join(' ')} }`;
}

function selected(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, depth: number): string[] {
  const named = getNamedType(field.type);
  if (NODES.has(type.name) && !isLeafType(named) && !/^(Risk|ReachCounts|FindingMoment)$/.test(named.name)) return [];
  const within = everythingOf(named, depth + 1);
  const required = field.args.filter(({ type: of }) => isNonNullType(of));
  if (required.length === 0) return [`${field.name} ${within}`];
  const given = ARGUMENTS[field.name];
  if (given === undefined)
    throw new Error(`${type.name}.${field.name} needs ${required.map(({ name }) => name).join()}: say which`);
  return given.map((args, i) => `${field.name}${i}: ${field.name}(${args}) ${within}`);
}

interface RootField {
  readonly name: string;
  readonly needs: readonly string[];
  /** The question with these arguments, everything selected. */
  readonly ask: (args: string) => string;
}

/** The fields of Query. */
export function rootFields(): readonly RootField[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ({
    name: field.name,
    needs: field.args.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
    ask: (args) => `{ ${field.name}${args === '' ? '' : `(${args})`} ${everythingOf(getNamedType(field.type))} }`,
  }));
}
