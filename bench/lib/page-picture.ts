const CREDENTIALS = 500;
const PRINCIPALS = 500;
const RESOURCES = 1_999;
/** Ways that share a credential's second principal: edges beyond the tree. */
const CROSSINGS = 1_001;

/** The agent, its keys, their users, what these reach. */
export const NODES = 1 + CREDENTIALS + PRINCIPALS + RESOURCES;
/** Agent to keys, keys to users, users to buckets, and the crossings. */
export const EDGES = CREDENTIALS + PRINCIPALS + RESOURCES + CROSSINGS;

const COVERAGE = { line: 'all 1 source complete', asOf: null, graphVersion: 1, sources: 1, incomplete: [] };
const LEVELS = { certain: ['Read'], possible: [], unknown: [], conditionKeys: [] };
const COUNTS = { total: RESOURCES, byKind: [], byLevel: [], byEnvironment: [], bySensitivity: [] };

/** What the API would answer about an agent whose lineage has as many nodes and edges. */
export function reachedFrom(): unknown {
  const ways = Array.from({ length: RESOURCES }, (_, i) => wayTo(i, i % PRINCIPALS));
  const crossings = Array.from({ length: CROSSINGS }, (_, i) => wayTo(i, (i + 7) % PRINCIPALS));
  return {
    line: `${RESOURCES} of ${RESOURCES}`,
    totalCount: RESOURCES,
    subject: { __typename: 'Agent', id: 'agent:0', name: 'bench', kind: 'ide-agent', environment: null },
    counts: COUNTS,
    edges: [...ways, ...crossings].map((node) => ({ node })),
    pageInfo: { hasNextPage: false, endCursor: null },
    coverage: COVERAGE,
  };
}

function wayTo(resource: number, principal: number): unknown {
  const end = {
    id: `bucket:${resource}`,
    name: `bucket-${resource}`,
    kind: 's3:bucket',
    environment: null,
    sensitivity: null,
  };
  const step = (edge: string | null, label: string, id: string) => ({
    edge,
    label,
    id,
    name: id,
    certainty: 'certain',
    node: { __typename: label, kind: null, environment: null, sensitivity: null, owner: null },
  });
  return {
    count: 1,
    evidence: [],
    levels: LEVELS,
    resource: end,
    scope: null,
    facets: [],
    path: [
      step(null, 'Agent', 'agent:0'),
      step('USES', 'Credential', `key:${principal % CREDENTIALS}`),
      step('AUTHENTICATES_AS', 'Principal', `user:${principal}`),
      step('CAN', 'Resource', end.id),
    ],
  };
}
