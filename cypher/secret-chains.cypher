// ---
// title: Chains through readable secrets
// question: Which agents can read a secret that holds another principal's credential, and what does that reach in production?
// answers: [S12]
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: secret, type: key, doc: "The place it can read."}
//   - {name: credential, type: key, doc: "The credential kept there."}
//   - {name: becomes, type: key, doc: "The principal that credential authenticates as."}
//   - {name: certainty, type: string, doc: "Of the read: `certain`, `conditional` (of the grant or of a step on the way) or `unknown`."}
//   - {name: reaches, type: int, doc: "Production resources that the other principal reaches."}
//   - {name: mostSensitive, type: strings, doc: "Up to five of them."}
//   - {name: owner, type: key, doc: "Owner of the agent."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "The whole chain."}
// tags: [reach, secrets, finding]
// ---
:param now => toString(datetime());

MATCH (reader)-[obtain:CAN_OBTAIN]->(c:Credential)-[:SAME_AS*0..1]->(k:Credential)-[as:AUTHENTICATES_AS]->(other:Principal)
WHERE coalesce(as.delegated, false) = false AND (NOT c:Credential OR (coalesce(c.status, 'active') IN ['active', 'unknown'] AND coalesce(c.expiresAt, '9999') > $now))
  AND (NOT k:Credential OR (coalesce(k.status, 'active') IN ['active', 'unknown'] AND coalesce(k.expiresAt, '9999') > $now))
WITH DISTINCT reader, obtain, c, other
MATCH p = SHORTEST 1 (other) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
WHERE r.environment = 'production'
   OR (r:Scope AND EXISTS { (m:Resource {environment: 'production'}) WHERE m.path >= r.lo AND m.path < r.hi AND m.kind = r.kind
       AND m.retiredAt IS NULL AND NOT EXISTS { (h)-[w:CAN_EXCEPT]->(m) WHERE h = nodes(p)[-2] AND all(l IN coalesce(last(relationships(p)).certain, []) + coalesce(last(relationships(p)).possible, []) + coalesce(last(relationships(p)).unknown, []) WHERE l IN w.levels) } })
WITH reader, obtain, c, other, r, p ORDER BY CASE r.sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 ELSE 2 END, length(p), r.id
WITH reader, obtain, c, other, sum(CASE WHEN r:Scope THEN r.count ELSE 1 END) AS reaches, collect(coalesce(r.name, r.id))[0..5] AS mostSensitive, head(collect(p)) AS p
WITH reader, obtain, c, other, reaches, mostSensitive, [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] AS onward
// How surely the agent can act as the reader, 0 certain, 1 conditional, 2 unknown; its reading is no surer.
UNWIND [0, 1, 2] AS worst
MATCH p = SHORTEST 1 (a:Agent) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)) AND CASE coalesce(e.certainty, 'certain') WHEN 'certain' THEN 0 WHEN 'conditional' THEN 1 ELSE 2 END <= worst)+ (reader)
WHERE a.retiredAt IS NULL AND NOT other IN nodes(p)
WITH a, reader, obtain, c, other, reaches, mostSensitive, onward, p, CASE WHEN obtain.certainty = 'unknown' OR worst = 2 THEN 'unknown' WHEN obtain.certainty = 'conditional' OR worst = 1 THEN 'conditional' ELSE 'certain' END AS certainty, worst
ORDER BY worst, length(p)
WITH a, reader, obtain, c, other, reaches, mostSensitive, onward, head(collect({p: p, certainty: certainty})) AS best
WITH a, obtain, c, other, reaches, mostSensitive, onward, best.p AS p, best.certainty AS certainty
MATCH (s:Resource {id: obtain.via})
RETURN a.id AS agent, a.name AS agentName, s.id AS secret, c.id AS credential, other.id AS becomes, certainty, reaches, mostSensitive,
       head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] + ['-CAN read-> Resource ' + coalesce(s.name, s.id), '-holds-> Credential ' + coalesce(c.name, c.id), '-AUTHENTICATES_AS-> '] + onward AS evidence
ORDER BY reaches DESC, agent, credential
