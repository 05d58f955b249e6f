// ---
// title: Agents that can change permissions
// question: Which agents can change permissions in production, and over which path?
// answers: [M1]
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: resources, type: int, doc: "Production resources and scopes on which it can."}
//   - {name: certainty, type: string, doc: "`certain`, `conditional` (of the grant or of a step on the way) or `unknown`, at its surest."}
//   - {name: owner, type: key, doc: "Its owner."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "The surest path to one of them."}
// tags: [reach, privilege]
// ---
:param now => toString(datetime());

MATCH (h)-[g:CAN|GRANTED_ON]->(r:Resource|Scope)
WITH h, g, r, CASE WHEN 'Permissions' IN coalesce(g.certain, []) THEN 0 WHEN 'Permissions' IN coalesce(g.possible, []) THEN 1 WHEN 'Permissions' IN coalesce(g.unknown, []) THEN 2 ELSE 9 END AS given
WHERE given < 9 AND (NOT h:Credential OR (coalesce(h.status, 'active') IN ['active', 'unknown'] AND coalesce(h.expiresAt, '9999') > $now))
  AND (r.environment = 'production'
    OR (r:Scope AND EXISTS { (m:Resource {environment: 'production'}) WHERE m.path >= r.lo AND m.path < r.hi AND m.kind = r.kind AND m.retiredAt IS NULL
                             AND NOT EXISTS { (h)-[x:CAN_EXCEPT]->(m) WHERE 'Permissions' IN x.levels } }))
WITH h, collect({r: r, g: g, given: given}) AS grants
// How surely each agent can act as the holder, 0 certain, 1 conditional, 2 unknown; the whole way is no surer than its least sure part.
UNWIND [0, 1, 2] AS worst
MATCH p = SHORTEST 1 (a:Agent) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)) AND CASE coalesce(e.certainty, 'certain') WHEN 'certain' THEN 0 WHEN 'conditional' THEN 1 ELSE 2 END <= worst)+ (h)
WHERE a.retiredAt IS NULL
WITH a, h, grants, p, worst ORDER BY worst, length(p)
WITH a, h, grants, head(collect({p: p, worst: worst})) AS way
UNWIND grants AS grant
WITH a, grant.r AS r, grant.g AS g, way.p AS p, CASE WHEN grant.given > way.worst THEN grant.given ELSE way.worst END AS rank ORDER BY rank, length(p), r.id
WITH a, count(DISTINCT r) AS resources, head(collect({p: p, g: g, r: r, rank: rank})) AS best
WITH a, resources, best.rank AS rank, best.p AS p, best.g AS g, best.r AS r
RETURN a.id AS agent, a.name AS agentName, a.kind AS kind, resources, ['certain', 'conditional', 'unknown'][rank] AS certainty,
       head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + CASE coalesce(relationships(p)[i - 1].certainty, 'certain') WHEN 'certain' THEN '' ELSE ' (' + relationships(p)[i - 1].certainty + ')' END + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] +
       ['-' + type(g) + '-> ' + labels(r)[0] + ' ' + coalesce(r.name, r.id)] AS evidence
ORDER BY resources DESC, agent
