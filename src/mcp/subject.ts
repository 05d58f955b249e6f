import { inputError, KeylineError } from '../lib/errors.ts';
import { FINDABLE, type FoundNode, findNode } from '../queries/index.ts';
import { readNodes, type StoredNode } from '../queries/lineage/index.ts';
import type { Label } from '../schema/index.ts';
import type { Call } from './tool.ts';

/**
 * The node that is meant, as the caller sees it. For a caller with a scope, what is not visible is not there. People are found by name or whole key only by those who may not see their addresses.
 * Errors: `node-unknown`, `node-ambiguous` with the choices.
 */
export async function subjectOf(call: Call, text: string, labels?: readonly Label[]): Promise<StoredNode> {
  const [sight, found] = await Promise.all([call.access.sight(), seen(call, text, labels)]);
  const node = (await readNodes(call.graph, found.label, [found.id])).get(found.id);
  if (node === undefined || (sight !== undefined && !sight.has(node)) || !isOpen(call, text, node)) throw unknown(text);
  return node;
}

async function seen(call: Call, text: string, labels: readonly Label[] | undefined): Promise<FoundNode> {
  try {
    return await findNode(call.graph, text, labels === undefined ? {} : { labels });
  } catch (thrown) {
    if (!(thrown instanceof KeylineError) || thrown.code === 'node-unknown') throw thrown;
    const one = thrown.code === 'node-ambiguous' && labels === undefined ? await sameKey(call, text) : undefined;
    if (one === undefined) throw thrown;
    return one;
  }
}

const NOT_RESOURCES = FINDABLE.filter((label) => label !== 'Resource');

/** An agent of a cloud is a resource as well, under the same key: who says no label means what acts. */
async function sameKey({ graph }: Call, text: string): Promise<FoundNode | undefined> {
  try {
    const found = await findNode(graph, text, { labels: NOT_RESOURCES });
    return (await readNodes(graph, 'Resource', [found.id])).has(found.id) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isOpen({ access }: Call, text: string, node: StoredNode): boolean {
  if (access.may('personal') || (node.label !== 'Human' && node.label !== 'Principal')) return true;
  const { name } = node.props;
  const isNamed = typeof name === 'string' && name.startsWith(text);
  return isNamed || (node.label === 'Human' ? node.id === text : node.id.startsWith(text));
}

function unknown(text: string): KeylineError {
  return inputError('node-unknown', `There is no "${text.slice(0, 120)}" that you can see`);
}

export function foundOf({ label, id, props }: StoredNode): FoundNode {
  return { label, id, name: textOf(props['name']) };
}

/** A node as answers show it. */
export function shown({ label, id, props }: StoredNode): { label: string; id: string; name: string | undefined } {
  return { label, id, name: textOf(props['name'] ?? props['email']) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
