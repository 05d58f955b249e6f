// ---
// title: Agents that reach beyond their intended resource
// question: Which agents whose tags name the resource they are meant for can also reach another sensitive one of its kind?
// answers: [S4, M4]
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: intended, type: strings, doc: "What it is meant for."}
//   - {name: resource, type: key, doc: "What it reaches besides."}
//   - {name: resourceName, type: string, doc: "Its name."}
//   - {name: sensitivity, type: string, doc: "Its sensitivity."}
//   - {name: levels, type: strings, doc: "At which levels."}
//   - {name: owner, type: key, doc: "Owner of the agent."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "The path."}
// tags: [reach, guardrail, finding]
// ---
:param now => toString(datetime());

MATCH (a:Agent) WHERE a.retiredAt IS NULL AND any(t IN coalesce(a.tags, []) WHERE t STARTS WITH 'intended-resource=')
WITH a, [t IN a.tags WHERE t STARTS WITH 'intended-resource=' | substring(t, size('intended-resource='))] AS intended
MATCH (want:Resource) WHERE want.id IN intended
WITH a, intended, collect(DISTINCT want.kind) AS kinds
MATCH p = SHORTEST 1 (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource)
WHERE r.kind IN kinds AND NOT r.id IN intended AND r.sensitivity IN ['pii', 'customer-data', 'confidential']
WITH a, intended, r, p, last(relationships(p)) AS grant
RETURN a.id AS agent, a.name AS agentName, intended, r.id AS resource, r.name AS resourceName, r.sensitivity AS sensitivity,
       coalesce(grant.certain, []) + [l IN coalesce(grant.possible, []) WHERE NOT l IN coalesce(grant.certain, [])] AS levels,
       head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName, [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] AS evidence
ORDER BY agent, resource
