import type { Graph, Params, Row } from '../../graph/index.ts';
import { KeylineError } from '../../lib/errors.ts';
import { withoutHiddenKeys } from './keys.ts';
import { withNodeTerms } from './rewrite.ts';
import type { Seen } from './sight.ts';
import { seenParameters, seenTerm } from './terms.ts';

const KEPT = 1_000;
const texts = new Map<string, Promise<string>>();
const cuts = new WeakMap<Graph, () => Promise<Seen>>();

/**
 * The graph as somebody with a scope sees it: every statement is read as if nodes outside it were not there, with all that leads
 * over them. Whatever stands on it (lists, counts, saved questions, reach) is cut by that, in this one place. It only reads.
 */
export function cutGraph(graph: Graph, see: () => Promise<Seen>): Graph {
  const read: Graph['read'] = async (text, params = {}, options = {}) => {
    const { text: cut, params: all, seen } = await cutOf(text, params, see);
    const rows = await graph.read(cut, all, options);
    return rows.map((row) => withoutHiddenKeys(row, seen) as Row);
  };
  const each: Graph['each'] = async (text, params, visit) => {
    const { text: cut, params: all } = await cutOf(text, params, see);
    await graph.each(cut, all, visit);
  };
  const own: ReadonlyMap<PropertyKey, unknown> = new Map<PropertyKey, unknown>([
    ['read', read],
    ['each', each],
  ]);
  const cut = new Proxy(graph, {
    // It is no promise, whoever asks.
    get: (_graph, name) => own.get(name) ?? (name === 'then' ? undefined : refuse),
  });
  cuts.set(cut, see);
  return cut;
}

/** The scope that a graph is cut to; nothing for a whole one. */
export function scopeOf(graph: Graph): Promise<Seen> | undefined {
  return cuts.get(graph)?.();
}

async function cutOf(
  text: string,
  params: Params,
  see: () => Promise<Seen>,
): Promise<{ readonly text: string; readonly params: Params; readonly seen: Seen }> {
  const [cut, seen] = await Promise.all([kept(text), see()]);
  return { text: cut, params: { ...params, ...seenParameters(cut, seen) }, seen };
}

/** The statements of the service are some hundred; each is read once. */
function kept(text: string): Promise<string> {
  const known = texts.get(text);
  if (known !== undefined) return known;
  const made = withNodeTerms(text, seenTerm);
  made.catch(() => texts.delete(text));
  const [oldest] = texts.keys();
  if (texts.size >= KEPT && oldest !== undefined) texts.delete(oldest);
  texts.set(text, made);
  return made;
}

function refuse(): never {
  throw new KeylineError('outside-scope', 'This cannot be cut to your teams and environments', {
    hint: 'It needs a role without a scope.',
  });
}
