import {
  buildClientSchema,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Graph } from '../../src/graph/index.ts';

const ALIASES = 15;
const RELATED_NODES = 1;
/** Of a type with more nodes, so many are asked for, evenly spread: the graph itself is searched whole. */
const NODES_ASKED = 120;

export interface Sweep {
  /** Everything that was answered, errors too. */
  readonly text: string;
  readonly requests: number;
  /** Names of the node types that were asked for, with how many nodes of each. */
  readonly nodes: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
}

/** What can be taken away, and of how many of each it is asked what would be lost. */
const REVOKED = ['Credential', 'Principal', 'Tool'] as const;
const REVOCATIONS = 4;

/** Keys of some nodes of a label, evenly spread. */
async function spread(graph: Graph, label: string): Promise<string[]> {
  const ids = await idsOf(graph, label);
  const stride = Math.max(1, Math.floor(ids.length / REVOCATIONS));
  return ids.filter((_, i) => i % stride === 0).slice(0, REVOCATIONS);
}

/** Fields that find a node of one type: where several types share a key (an agent is a resource of AWS as well), `node` cannot. */
const FINDERS: Readonly<Record<string, string>> = {
  Agent: 'agent',
  Credential: 'credential',
  Human: 'human',
  Resource: 'resource',
};

/** Asks the API for its schema, then for every field of many nodes of each type, and for what a few of each kind are joined to. */
export async function sweepApi(url: string, graph: Graph): Promise<Sweep> {
  const sweeper = new Sweeper(url);
  const schema = buildClientSchema((await sweeper.ask(getIntrospectionQuery())) as unknown as IntrospectionQuery);
  const nodes: Record<string, number> = {};
  for (const type of nodeTypes(schema)) {
    const ids = await idsOf(graph, type.name);
    nodes[type.name] = ids.length;
    const stride = Math.ceil(ids.length / NODES_ASKED);
    await sweeper.leaves(
      type,
      ids.filter((_, i) => i % stride === 0),
    );
    await sweeper.relations(type, ids.slice(0, RELATED_NODES));
  }
  await sweeper.roots(schema);
  await sweeper.losses(schema, (await Promise.all(REVOKED.map((label) => spread(graph, label)))).flat());
  return { text: sweeper.text, requests: sweeper.requests, nodes, errors: sweeper.errors };
}

function nodeTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  const node = schema.getType('Node');
  if (!isInterfaceType(node)) throw new Error('the schema has no interface Node');
  return schema.getPossibleTypes(node);
}

async function idsOf(graph: Graph, label: string): Promise<string[]> {
  return (
    await graph.read(
      `MATCH (n:${label}) WHERE $hasFinder OR NOT EXISTS { (m:Agent|Resource|Principal) WHERE m.id = n.id AND m <> n } RETURN n.id AS id ORDER BY id`,
      { hasFinder: label in FINDERS },
    )
  ).map((row) => row['id'] as string);
}

class Sweeper {
  text = '';
  requests = 0;
  readonly errors: string[] = [];
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async ask(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Record<string, unknown>> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    this.text += `${text}\n`;
    this.requests += 1;
    const reply = JSON.parse(text) as {
      data?: Record<string, unknown> | null;
      errors?: readonly { readonly message: string }[];
    };
    for (const { message } of reply.errors ?? []) this.errors.push(`${message}: ${query.slice(0, 200)}`);
    return reply.data ?? {};
  }

  /** Every plain field of every node, a few nodes a request. */
  async leaves(type: GraphQLObjectType, ids: readonly string[]): Promise<void> {
    const fields = leafFields(type).join(' ');
    for (let at = 0; at < ids.length; at += ALIASES) {
      const some = ids.slice(at, at + ALIASES);
      const asked = some.map(
        (_, index) => `n${index}: ${finderOf(type)}(id: $i${index}) { id ... on ${type.name} { ${fields} } }`,
      );
      const given = Object.fromEntries(some.map((id, index) => [`i${index}`, id]));
      await this.ask(`query (${some.map((_, index) => `$i${index}: ID!`).join(', ')}) { ${asked.join(' ')} }`, given);
    }
  }

  /** Every field that leads on, with the plain fields of what it leads to. */
  async relations(type: GraphQLObjectType, ids: readonly string[]): Promise<void> {
    for (const field of onwardFields(type)) {
      const selection = `${field.name} ${selectionOf(getNamedType(field.type), 4)}`;
      for (const id of ids)
        await this.ask(`query ($id: ID!) { ${finderOf(type)}(id: $id) { id ... on ${type.name} { ${selection} } } }`, {
          id,
        });
    }
  }

  /** Every root field that can be asked without an argument. */
  async roots(schema: GraphQLSchema): Promise<void> {
    const query = schema.getQueryType();
    if (query === undefined || query === null) throw new Error('the schema has no queries');
    // What if nothing is taken away is refused: `losses` takes something away.
    for (const field of onwardFields(query).filter(({ name }) => name !== 'whatIf'))
      await this.ask(`{ ${field.name} ${selectionOf(getNamedType(field.type), 5)} }`);
  }

  /** What would be lost without each of these: for all agents, and for one that has a way over it. */
  async losses(schema: GraphQLSchema, ids: readonly string[]): Promise<void> {
    const field = schema.getQueryType()?.getFields()['whatIf'];
    if (field === undefined) throw new Error('the schema has no whatIf');
    const selection = selectionOf(getNamedType(field.type), 4);
    for (const id of ids) {
      const text = `query ($id: ID!, $of: ID) { whatIf(revoke: [$id], subject: $of) ${selection} }`;
      const found = (await this.ask(text, { id })) as { whatIf?: { losses?: readonly { agent?: { id: string } }[] } };
      const of = found.whatIf?.losses?.[0]?.agent?.id;
      if (of !== undefined) await this.ask(text, { id, of });
    }
  }
}

function finderOf(type: GraphQLObjectType): string {
  return FINDERS[type.name] ?? 'node';
}

function leafFields(type: GraphQLObjectType): string[] {
  return fieldsOf(type)
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name);
}

function onwardFields(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
  return fieldsOf(type).filter((field) => !isLeafType(getNamedType(field.type)));
}

/** Fields that can be asked for as they are. */
function fieldsOf(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields()).filter((field) => !field.args.some(isRequiredArgument));
}

/** The plain fields of a type, and those of what stands between it and a node: edges, pages, counts. */
function selectionOf(type: GraphQLNamedType, depth: number): string {
  if (isInterfaceType(type)) return '{ id }';
  if (!isObjectType(type)) return '{ __typename }';
  const isNode = type.getInterfaces().some(({ name }) => name === 'Node');
  const onward = isNode || depth === 0 ? [] : onwardFields(type);
  const deeper = onward.map((field) => `${field.name} ${selectionOf(getNamedType(field.type), depth - 1)}`);
  return `{ ${['__typename', ...leafFields(type), ...deeper].join(' ')} }`;
}
