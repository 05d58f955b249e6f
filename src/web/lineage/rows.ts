import { numberOf } from '../lib/words.ts';
import type { Owning, Step } from './picture.ts';
import type { Levels, Named, PathStep, ReachedBy, ReachedFrom } from './questions.ts';

/** One row of an answer about reach: a way, and what stands at its far end. */
export interface Row {
  readonly key: string;
  /** The resource or scope that is reached, or who reaches. */
  readonly end: Step;
  readonly count: number;
  readonly levels: Levels;
  readonly way: readonly Step[];
  readonly evidence: readonly string[];
}

export function rowsFrom(answer: ReachedFrom): Row[] {
  return answer.edges.map(({ node }) => {
    const way = node.path.map(stepOf);
    const end = endOf(node) ?? way.at(-1) ?? NOTHING;
    return {
      key: end.id,
      end,
      count: node.count,
      levels: node.levels,
      way: [...way.slice(0, -1), { ...way.at(-1), ...end }],
      evidence: node.evidence,
    };
  });
}

export function rowsBy(answer: ReachedBy): Row[] {
  return answer.edges.map(({ node }) => {
    const way = node.path.map(stepOf);
    const [first = NOTHING] = way;
    return {
      key: first.id,
      end: node.node === null ? first : stepOfNamed(node.node),
      count: 1,
      levels: node.levels,
      way,
      evidence: node.evidence,
    };
  });
}

const NOTHING: Step = { label: 'Resource', id: '' };

type ReachNode = ReachedFrom['edges'][number]['node'];

function endOf({ resource, scope, count, facets }: ReachNode): Step | undefined {
  if (resource !== null) {
    const { id, name, kind, environment, sensitivity } = resource;
    return { label: 'Resource', ...known({ id, name: name ?? id, kind, environment, sensitivity }), id, count };
  }
  if (scope === null) return undefined;
  const [most] = facets;
  return {
    label: 'Scope',
    id: scope.id,
    name: `${numberOf(count)} ${scope.kind} under ${scope.lo}`,
    kind: scope.kind,
    count,
    sensitivity: most?.sensitivity ?? undefined,
    environment: most?.environment ?? undefined,
  };
}

export function stepOfNamed(node: Named): Step {
  const facts = node as Named & Readonly<Record<string, string | null | undefined>>;
  const { name, kind, environment, sensitivity } = facts;
  return { label: node.__typename, ...known({ name, kind, environment, sensitivity }), id: node.id };
}

function stepOf({ edge, label, id, name, certainty, node }: PathStep): Step {
  const facts: Readonly<Record<string, unknown>> = node ?? {};
  const { kind, environment, sensitivity } = facts;
  return { label, ...known({ edge, name, certainty, kind, environment, sensitivity }), id };
}

type Given = Readonly<
  Partial<Record<'edge' | 'id' | 'name' | 'certainty' | 'kind' | 'environment' | 'sensitivity', unknown>>
>;

function known(given: Given): Partial<Record<keyof Given, string>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === 'string'));
}

/** Who answers for the agents on the ways. */
export function ownersOn(paths: readonly (readonly PathStep[])[]): Owning[] {
  const found = new Map<string, Owning>();
  for (const step of paths.flat()) {
    if (step.node?.__typename !== 'Agent' || step.node.owner === null) continue;
    const { verdict, basis, node } = step.node.owner;
    if (node.__typename !== 'Human' && node.__typename !== 'Team') continue;
    found.set(step.id, {
      of: { label: 'Agent', id: step.id },
      owner: { label: node.__typename, id: node.id, name: node.name ?? node.id },
      verdict: verdict ?? undefined,
      basis: basis ?? [],
    });
  }
  return [...found.values()];
}

/** `Read, List; Write under conditions`. */
export function levelsOf({ certain, possible, unknown, conditionKeys }: Levels): string {
  const parts = [
    ...(certain.length > 0 ? [certain.join(', ')] : []),
    ...(possible.length > 0
      ? [`${possible.join(', ')} under conditions${conditionKeys.length > 0 ? ` (${conditionKeys.join(', ')})` : ''}`]
      : []),
    ...(unknown.length > 0 ? [`${unknown.join(', ')} not decided`] : []),
  ];
  return parts.length === 0 ? 'level not told' : parts.join('; ');
}
