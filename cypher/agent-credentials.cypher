// ---
// title: Credentials of an agent
// question: Which credentials does this agent consume, where is each kept, and whom does it authenticate as?
// answers: [M1]
// parameters:
//   - {name: agent, type: key, label: Agent, doc: "Key of the agent."}
// columns:
//   - {name: credential, type: key, doc: "The credential."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: lifetime, type: string, doc: "long-lived or short-lived."}
//   - {name: basis, type: string, doc: "configured, inherited or seen."}
//   - {name: storedIn, type: strings, doc: "Keys of the places it is kept in."}
//   - {name: principals, type: strings, doc: "Keys of the principals it authenticates as."}
//   - {name: otherAgents, type: strings, doc: "Other agents that use it."}
//   - {name: evidence, type: strings, doc: "How the agent has it."}
// tags: [agents, credentials]
// ---
:param agent => 'endpoint:EXAMPLE:agent:cursor';

MATCH p = (a:Agent {id: $agent})-[:DELEGATES_TO|HAS_TOOL*0..2]->(one)-[u:USES]->(c:Credential)
WITH a, c, u, p ORDER BY length(p)
WITH a, c, head(collect({u: u, p: p})) AS best
WITH a, c, best.u AS u, best.p AS p
RETURN c.id AS credential, c.kind AS kind, c.lifetime AS lifetime, u.basis AS basis, [(c)-[:SAME_AS*0..1]->(:Credential)-[:STORED_IN]->(s) | s.id] AS storedIn,
       [(c)-[:SAME_AS*0..1]->(:Credential)-[:AUTHENTICATES_AS]->(q) | q.id] AS principals, [(o:Agent)-[:USES]->(c) WHERE o <> a | o.id] AS otherAgents,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] AS evidence
ORDER BY credential
