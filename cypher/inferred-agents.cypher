// ---
// title: Agents nobody registered
// question: Which agents are known only by what they consume, and on whose credential?
// answers: [M1]
// columns:
//   - {name: agent, type: key, doc: "The inferred agent."}
//   - {name: client, type: string, doc: "The client its user agent tells of."}
//   - {name: credential, type: key, doc: "The credential it consumes."}
//   - {name: principal, type: key, doc: "Whom that authenticates as."}
//   - {name: uses, type: int, doc: "Uses seen."}
//   - {name: lastUsedAt, type: instant, doc: "The latest."}
//   - {name: origins, type: strings, doc: "Where from."}
//   - {name: owner, type: string, doc: "Its likely owner."}
//   - {name: evidence, type: strings, doc: "What it was inferred from."}
// tags: [usage, agents]
// ---

MATCH (a:Agent {kind: 'inferred'})-[u:USES]->(c:Credential) WHERE a.retiredAt IS NULL
RETURN a.id AS agent, a.client AS client, c.id AS credential, head([(c)-[:AUTHENTICATES_AS]->(p) | p.id]) AS principal, u.count AS uses, u.last AS lastUsedAt,
       [(c)-[:USED_FROM]->(o) | o.id] AS origins, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS owner,
       [u.via + ' on Credential ' + coalesce(c.name, c.id) + ', ' + u.count + ' times from ' + u.first + ' to ' + u.last] AS evidence
ORDER BY uses DESC, agent
