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
//   - {name: certainty, type: string, doc: "Whether the read is certain or conditional."}
//   - {name: reaches, type: int, doc: "Production resources that the other principal reaches."}
//   - {name: mostSensitive, type: strings, doc: "Up to five of them."}
//   - {name: owner, type: key, doc: "Owner of the agent."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "The whole chain."}
// tags: [reach, secrets, finding]
// ---

MATCH (reader)-[obtain:CAN_OBTAIN]->(c:Credential)-[:AUTHENTICATES_AS]->(other:Principal)
MATCH p = SHORTEST 1 (other) ((x)-[e:MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN]->(y) WHERE NOT x:Resource)+ (r:Resource|Scope)
WHERE r.environment = 'production'
   OR (r:Scope AND EXISTS { (m:Resource {environment: 'production'}) WHERE m.path >= r.lo AND m.path < r.hi AND m.kind = r.kind })
WITH reader, obtain, c, other, r, p ORDER BY CASE r.sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 ELSE 2 END, length(p), r.id
WITH reader, obtain, c, other, sum(CASE WHEN r:Scope THEN r.count ELSE 1 END) AS reaches, collect(coalesce(r.name, r.id))[0..5] AS mostSensitive, head(collect(p)) AS p
WITH reader, obtain, c, other, reaches, mostSensitive, [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + coalesce(nodes(p)[i].name, nodes(p)[i].id)] AS onward
MATCH p = SHORTEST 1 (a:Agent) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS]->(y)
                                WHERE NOT x:Resource AND coalesce(e.delegated, false) = false)+ (reader)
WHERE a.retiredAt IS NULL AND NOT other IN nodes(p)
MATCH (s:Resource {id: obtain.via})
RETURN a.id AS agent, a.name AS agentName, s.id AS secret, c.id AS credential, other.id AS becomes, obtain.certainty AS certainty, reaches, mostSensitive,
       head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + coalesce(nodes(p)[i].name, nodes(p)[i].id)] + ['-CAN read-> Resource ' + coalesce(s.name, s.id), '-holds-> Credential ' + coalesce(c.name, c.id), '-AUTHENTICATES_AS-> '] + onward AS evidence
ORDER BY reaches DESC, agent, credential
