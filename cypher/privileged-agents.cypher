// ---
// title: Agents that can change permissions
// question: Which agents can change permissions in production, and over which path?
// answers: [M1]
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: resources, type: int, doc: "Production resources and scopes on which it can."}
//   - {name: certainty, type: string, doc: "certain or conditional."}
//   - {name: owner, type: key, doc: "Its owner."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "The path to one of them."}
// tags: [reach, privilege]
// ---

MATCH (a:Agent) WHERE a.retiredAt IS NULL
MATCH p = SHORTEST 1 (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND coalesce(e.delegated, false) = false)+ (r:Resource|Scope)
WHERE r.environment = 'production'
   OR (r:Scope AND EXISTS { (m:Resource {environment: 'production'}) WHERE m.path >= r.lo AND m.path < r.hi AND m.kind = r.kind })
WITH a, p, r, last(relationships(p)) AS grant
WHERE 'Permissions' IN coalesce(grant.certain, []) OR 'Permissions' IN coalesce(grant.possible, [])
WITH a, p, grant ORDER BY CASE WHEN 'Permissions' IN coalesce(grant.certain, []) THEN 0 ELSE 1 END, length(p)
WITH a, count(*) AS resources, head(collect({p: p, sure: 'Permissions' IN coalesce(grant.certain, [])})) AS best
WITH a, resources, best.sure AS sure, best.p AS p
RETURN a.id AS agent, a.name AS agentName, a.kind AS kind, resources, CASE WHEN sure THEN 'certain' ELSE 'conditional' END AS certainty, head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName, [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + coalesce(nodes(p)[i].name, nodes(p)[i].id)] AS evidence
ORDER BY resources DESC, agent
