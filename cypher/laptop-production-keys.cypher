// ---
// title: Production credentials on developer machines
// question: Which agents on developer machines (of people who are still here) hold a long-lived credential that reaches production?
// answers: [S1, M6]
// parameters:
//   - {name: owners, type: strings, default: [], doc: "Keys of people to ask about; all when empty."}
// columns:
//   - {name: agent, type: key, doc: "The agent on the machine."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: client, type: string, doc: "The client: cursor, claude-code …"}
//   - {name: device, type: string, doc: "The machine."}
//   - {name: credential, type: key, doc: "The credential."}
//   - {name: credentialKind, type: string, doc: "Its kind."}
//   - {name: reaches, type: int, doc: "Production resources it reaches, scopes counted with their members."}
//   - {name: kinds, type: strings, doc: "Kinds of those resources."}
//   - {name: writes, type: boolean, doc: "It can change some of them."}
//   - {name: owner, type: key, doc: "The owner of the agent."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "The path to the most sensitive of them."}
// tags: [endpoint, reach, finding]
// ---
:param now => toString(datetime());
:param owners => [];

MATCH (d:Device)<-[:RUNS_ON]-(a:Agent)-[use:USES]->(c:Credential)
WHERE a.retiredAt IS NULL AND coalesce(c.lifetime, 'long-lived') = 'long-lived' AND coalesce(c.status, 'active') = 'active'
  AND NOT EXISTS { (:Human {status: 'departed'})-[:OWNS]->(a) } AND (size($owners) = 0 OR EXISTS { (o:Human)-[:OWNS]->(a) WHERE o.id IN $owners })
MATCH p = SHORTEST 1 (c) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
WHERE r.environment = 'production'
   OR (r:Scope AND EXISTS { (m:Resource {environment: 'production'}) WHERE m.path >= r.lo AND m.path < r.hi AND m.kind = r.kind
       AND m.retiredAt IS NULL AND NOT EXISTS { (h)-[w:CAN_EXCEPT]->(m) WHERE h = nodes(p)[-2] AND all(l IN coalesce(last(relationships(p)).certain, []) + coalesce(last(relationships(p)).possible, []) + coalesce(last(relationships(p)).unknown, []) WHERE l IN w.levels) } })
WITH d, a, use, c, p, r, last(relationships(p)) AS grant
ORDER BY CASE r.sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 ELSE 2 END, length(p), r.id
WITH d, a, use, c, sum(CASE WHEN r:Scope THEN r.count ELSE 1 END) AS reaches, collect(DISTINCT r.kind) AS kinds,
     any(w IN collect('Write' IN coalesce(grant.certain, []) OR 'Write' IN coalesce(grant.possible, [])) WHERE w) AS writes, head(collect(p)) AS p
RETURN a.id AS agent, a.name AS agentName, a.client AS client, coalesce(d.name, d.id) AS device, c.id AS credential, c.kind AS credentialKind,
       reaches, kinds, writes, head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName,
       ['Agent ' + coalesce(a.name, a.id) + ' -USES-> '] + [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] AS evidence
ORDER BY reaches DESC, agent, credential
