import type { AwsAccount } from '../../access/index.ts';
import type { Graph, Row } from '../../graph/index.ts';

/** What organisations say of their accounts: policy ids by level, root first, and the facts that principals inherit. */
export interface Organisation {
  readonly accounts: readonly AwsAccount[];
  /** Service control policies, by account id. */
  readonly levels: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Management accounts. */
  readonly managing: ReadonlySet<string>;
  /** The organisation was asked for and could not be read. */
  readonly unread: boolean;
}

/** An account has one way up to the root: the longest that the graph holds. */
const LEVELS = `
  MATCH (a:Resource {kind: 'aws:account'}) WHERE a.retiredAt IS NULL
  OPTIONAL MATCH p = (top:Resource)-[:CONTAINS*1..8]->(a) WHERE NOT EXISTS { (:Resource)-[:CONTAINS]->(top) }
  WITH a, nodes(p) AS levels ORDER BY size(levels) DESC
  WITH a, head(collect(levels)) AS found
  WITH a, [l IN coalesce(found, []) WHERE l.kind <> 'organizations:organization'] AS levels
  RETURN a.tenant AS account, a.attributes AS attributes,
    [l IN levels | [(l)-[g:GOVERNED_BY]->(s:Policy) WHERE 'organisation' IN g.roles | s.id]] AS levels,
    [l IN levels | [(l)-[g:GOVERNED_BY]->(s:Policy) WHERE 'resource-organisation' IN g.roles | s.id]] AS controls`;

const UNREAD = `
  MATCH (s:Step {source: 'aws'})
  WHERE s.id ENDS WITH '/organizations' AND s.outcome IN ['denied', 'failed', 'partial'] AND s.completeAt IS NULL
  RETURN count(s) AS unread`;

export async function readOrganisation(graph: Graph): Promise<Organisation> {
  const rows = await graph.read(LEVELS);
  const [state] = await graph.read(UNREAD);
  const unread = ((state?.['unread'] as number | undefined) ?? 0) > 0;
  const accounts = rows.map((row) => accountOf(row, unread));
  const placed = rows.filter((row) => (row['levels'] as unknown[]).length > 0);
  return {
    accounts,
    levels: new Map(placed.map((row) => [row['account'] as string, row['levels'] as string[][]])),
    managing: new Set(accounts.filter(({ managementAccount }) => managementAccount).map(({ id }) => id)),
    unread,
  };
}

/** Resource control policies are read in the same step as the others: what that step did not read is not known. */
function accountOf(row: Row, unread: boolean): AwsAccount {
  const attributes = (row['attributes'] as readonly string[] | null) ?? [];
  const organisationId = attributeOf(attributes, 'aws:PrincipalOrgID');
  const controls = row['controls'] as string[][];
  return {
    id: row['account'] as string,
    managementAccount: attributeOf(attributes, 'aws:managementAccount') === 'true',
    resourceControls: controls.length === 0 && unread ? 'unknown' : controls,
    ...(organisationId === undefined ? {} : { organisationId }),
  };
}

function attributeOf(attributes: readonly string[], key: string): string | undefined {
  return attributes.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1);
}
