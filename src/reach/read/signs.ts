import type { Graph } from '../../graph/index.ts';
import { FOLLOWED } from '../../queries/reach/pattern.ts';
import type { EdgeType, Label } from '../../schema/index.ts';

/** What the parts of the tables are read from. Resources that are actors are told by their edges. */
const SOURCES = {
  resources: { labels: ['Resource', 'Scope'], edges: ['CONTAINS'] },
  actors: {
    labels: [
      'AccessProfile',
      'Agent',
      'Credential',
      'Device',
      'Human',
      'Principal',
      'Session',
      'Team',
      'Tool',
      'TrustGroup',
    ],
    edges: ['USES', 'RUNS_AS', 'STORED_IN'],
  },
  steps: { labels: [], edges: [...FOLLOWED, 'HAS_ACCOUNT', 'OWNS', 'RUNS_ON', 'STORED_IN', 'OF'] },
  grants: { labels: [], edges: ['CAN', 'GRANTED_ON', 'CAN_EXCEPT', 'CONTAINS'] },
} as const satisfies Readonly<
  Record<string, { readonly labels: readonly Label[]; readonly edges: readonly EdgeType[] }>
>;

export type Part = keyof typeof SOURCES;
export const PARTS = Object.keys(SOURCES) as readonly Part[];

/** For each part a text that is another one when what the part is read from has changed; nothing where that cannot be told. */
export type Signs = Readonly<Record<Part, string | undefined>>;

const LABELS = [...new Set(PARTS.flatMap((part): readonly Label[] => SOURCES[part].labels))];
const EDGES = [...new Set(PARTS.flatMap((part): readonly EdgeType[] => SOURCES[part].edges))];

/** The database keeps these counts: nothing is gone through. They show what was written beside the steps, such as stubs. */
const COUNTS = [
  ...LABELS.map((label) => `MATCH (n:${label}) RETURN '${label}' AS kind, count(n) AS count`),
  ...EDGES.map((type) => `MATCH ()-[e:${type}]->() RETURN '${type}' AS kind, count(e) AS count`),
].join('\nUNION ALL\n');

/** A step keeps a digest of all that it says, and what others have taken from it. */
const STEPS = `MATCH (s:Step) WHERE any(kind IN s.kinds WHERE kind IN $kinds)
  RETURN s.id AS id, s.cacheDigest AS digest, coalesce(s.dropped, []) AS dropped, s.kinds AS kinds ORDER BY id`;

interface StepSign {
  readonly id: string;
  readonly digest: string | null;
  readonly dropped: readonly string[];
  readonly kinds: readonly string[];
}

/** What the parts would be read from now. Two statements. */
export async function readSigns(graph: Graph): Promise<Signs> {
  const kinds = [...LABELS, ...EDGES];
  const [counted, told] = await Promise.all([graph.read(COUNTS), graph.read(STEPS, { kinds })]);
  const counts = new Map(counted.map((row) => [row['kind'] as string, row['count'] as number]));
  const steps = told as unknown as readonly StepSign[];
  const signOf = (part: Part): string | undefined => {
    const own: readonly string[] = [...SOURCES[part].labels, ...SOURCES[part].edges];
    const said = steps.filter((step) => step.kinds.some((kind) => own.includes(kind)));
    // A step without a digest is being written, or keeps none.
    if (said.some(({ digest }) => digest === null)) return undefined;
    return JSON.stringify([
      own.map((kind) => counts.get(kind)),
      said.map(({ id, digest, dropped }) => [id, digest, dropped]),
    ]);
  };
  return { resources: signOf('resources'), actors: signOf('actors'), steps: signOf('steps'), grants: signOf('grants') };
}

/** The parts that have to be read again. Numbers of resources and of actors are what grants and steps are told in. */
export function changedParts(before: Signs, now: Signs): ReadonlySet<Part> {
  const differs = (part: Part): boolean => before[part] === undefined || before[part] !== now[part];
  const changed = new Set(PARTS.filter(differs));
  if (changed.has('actors')) changed.add('steps');
  if (changed.has('actors') || changed.has('resources')) changed.add('grants');
  return changed;
}
