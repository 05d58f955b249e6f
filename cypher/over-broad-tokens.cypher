// ---
// title: Over-broad tokens
// question: Which agents hold a code-platform token that was granted on a whole organisation, and which repositories were really used?
// answers: [S2, M4]
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: credential, type: key, doc: "The token as its system knows it."}
//   - {name: credentialKind, type: string, doc: "Its kind."}
//   - {name: scopes, type: strings, doc: "Scopes it carries."}
//   - {name: organisation, type: key, doc: "The organisation it was granted on."}
//   - {name: repositories, type: int, doc: "Repositories of the organisation."}
//   - {name: used, type: strings, doc: "Repositories it was seen to touch; empty when no event tells."}
//   - {name: owner, type: key, doc: "Owner of the agent."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: manager, type: key, doc: "The owner's manager, through whom it goes."}
//   - {name: managerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "How the agent holds it and what it was granted on."}
// tags: [code, reach, finding]
// ---

MATCH (a:Agent)-[:USES]->(held:Credential) WHERE a.retiredAt IS NULL
MATCH path = (held)-[:SAME_AS*0..1]-(c:Credential)-[grant:GRANTED_ON]->(o:Resource)
WHERE coalesce(c.status, 'active') = 'active' AND (o.kind = 'github:organization' OR o.kind = 'github:organisation' OR (c.reach IN ['all-repositories', 'organisation'] AND NOT o.kind = 'github:repository'))
WITH a, held, c, grant, o, path ORDER BY length(path)
WITH a, c, o, head(collect({held: held, grant: grant})) AS via
OPTIONAL MATCH (h:Human)-[:OWNS]->(a)
OPTIONAL MATCH (h)-[:REPORTS_TO]->(m:Human)
RETURN a.id AS agent, a.name AS agentName, c.id AS credential, c.kind AS credentialKind, coalesce(c.scopes, []) AS scopes, o.id AS organisation,
       count { (o)-[:CONTAINS*1..2]->(:Resource {kind: 'github:repository'}) } AS repositories,
       COLLECT { UNWIND [c, via.held] AS token MATCH (token)-[:TOUCHED]->(r:Resource) RETURN DISTINCT r.id ORDER BY r.id } AS used,
       h.id AS owner, h.name AS ownerName, m.id AS manager, m.name AS managerName,
       ['Agent ' + coalesce(a.name, a.id), '-USES-> Credential ' + coalesce(via.held.name, via.held.id)] +
       CASE WHEN via.held = c THEN [] ELSE ['-SAME_AS-> Credential ' + coalesce(c.name, c.id)] END +
       ['-GRANTED_ON (' + reduce(s = '', l IN coalesce(via.grant.certain, []) + coalesce(via.grant.possible, []) | s + CASE s WHEN '' THEN '' ELSE ', ' END + l) + ')-> Resource ' + coalesce(o.name, o.id)] AS evidence
ORDER BY repositories DESC, agent, credential
