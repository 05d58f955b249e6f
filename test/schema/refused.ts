import { step } from '../../src/collect/index.ts';
import { edge, type NodeKey, node, ref } from '../../src/schema/index.ts';

export const shape = { id: 'odd', title: 'Odd', mode: 'snapshot', permissions: ['read'] } as const;

interface Raw {
  readonly id: string;
}

export async function* fetch(): AsyncGenerator<Raw> {}

const agents = ({ id }: Raw) => [node('Agent', id, { name: id, kind: 'k', platform: 'p' })];
const uses = ({ id }: Raw) => [edge('USES', ref('Agent', id), ref('Credential', id), { basis: 'seen' })];
const bare = ({ id }: Raw) => [{ record: 'node', label: 'Endpoint', id, props: {} }] as const;
const spread = ({ id }: Raw) => [{ ...node('Endpoint', id, { host: id }), label: 'Agent' as const }];
const events = ({ id }: Raw) => [{ record: 'event', id }] as const;

/** Never called: each line must not compile, and `npm run types` fails (unused directive) when one of them does. */
export function refusedByTheCompiler(payload: { readonly id: string; readonly secretText: string }): void {
  // @ts-expect-error a label that is not in the graph
  node('Planet', 'x', {});
  // @ts-expect-error a required property is missing
  node('Agent', 'x', { name: 'wren' });
  // @ts-expect-error a property that is not declared
  node('Endpoint', 'x', { host: 'h', hots: 'h' });
  // @ts-expect-error a property of another type
  node('Session', 'x', { kind: 'k', count: '7' });
  // @ts-expect-error a raw payload is not spread into a record: `id` and `secretText` are not declared
  node('Endpoint', 'x', { host: 'h', ...payload });
  // @ts-expect-error a pair that is not in the table of edges
  edge('USES', ref('Agent', 'a'), ref('Resource', 'r'), { basis: 'seen' });
  // @ts-expect-error the other way round
  edge('USES', ref('Credential', 'c'), ref('Agent', 'a'), { basis: 'seen' });
  // @ts-expect-error a required property of an edge is missing
  edge('USES', ref('Agent', 'a'), ref('Credential', 'c'), {});
  // @ts-expect-error text is no key
  const key: NodeKey<'Agent'> = 'a';
  // @ts-expect-error the key of another label
  const other: NodeKey<'Agent'> = ref('Tool', key).id;
  // @ts-expect-error the step does not declare that it emits Agent
  step({ ...shape, emits: ['Tool'], fetch, map: agents });
  // @ts-expect-error the step does not declare that it emits USES
  step({ ...shape, emits: ['Agent', 'Credential'], fetch, map: uses });
  // @ts-expect-error a bare object is no record: its key is text
  step({ ...shape, emits: ['Endpoint'], fetch, map: bare });
  // @ts-expect-error a record does not change its label
  step({ ...shape, emits: ['Agent'], fetch, map: spread });
  // @ts-expect-error an event has to be declared, and to be one
  step({ ...shape, emits: ['Endpoint'], fetch, map: events, title: other });
}
