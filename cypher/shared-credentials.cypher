// ---
// title: Credentials that several agents share
// question: Which credentials are consumed by more than one agent, so that no action can be told apart?
// answers: [M1]
// columns:
//   - {name: credential, type: key, doc: "The credential."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: agents, type: strings, doc: "Keys of the agents."}
//   - {name: owners, type: strings, doc: "Their owners."}
//   - {name: devices, type: strings, doc: "Machines they run on."}
//   - {name: evidence, type: strings, doc: "How each has it."}
// tags: [credentials, hygiene]
// ---

MATCH (a:Agent)-[u:USES]->(c:Credential) WHERE a.retiredAt IS NULL
OPTIONAL MATCH (a)-[:RUNS_ON]->(d:Device)
OPTIONAL MATCH (h:Human)-[:OWNS]->(a)
WITH c, collect(DISTINCT a) AS agents, collect(DISTINCT coalesce(h.name, h.id)) AS owners, collect(DISTINCT coalesce(d.name, d.id)) AS devices,
     collect(DISTINCT 'Agent ' + coalesce(a.name, a.id) + ' -USES (' + u.basis + ')-> Credential ' + coalesce(c.name, c.id)) AS ways
WHERE size(agents) > 1 AND (size(devices) > 1 OR size(owners) > 1 OR size(devices) = 0)
RETURN c.id AS credential, c.kind AS kind, [a IN agents | a.id] AS agents, owners, devices, ways AS evidence
ORDER BY size(agents) DESC, credential
