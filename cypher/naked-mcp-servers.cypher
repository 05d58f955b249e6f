// ---
// title: MCP servers without authorization
// question: Which MCP servers and gateways accept callers without OAuth 2.1, and who uses them?
// answers: [S5, M4]
// columns:
//   - {name: tool, type: key, doc: "The server or gateway."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: url, type: string, doc: "Where it answers."}
//   - {name: environment, type: string, doc: "Its environment."}
//   - {name: agents, type: strings, doc: "Agents that use it."}
//   - {name: reaches, type: int, doc: "Resources it reaches with its own principal and credentials."}
//   - {name: owner, type: key, doc: "Owner of an agent that stands for it, or whom evidence names."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "What was seen."}
// tags: [tools, finding]
// ---

MATCH (t:Tool {authorization: 'none'})
WHERE t.retiredAt IS NULL AND t.kind IN ['mcp-server', 'gateway'] AND coalesce(t.transport, 'http') <> 'stdio'
CALL (t) {
  OPTIONAL MATCH (t) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND coalesce(e.delegated, false) = false)+ (r:Resource|Scope)
  RETURN count(DISTINCT r) AS reaches
}
CALL (t) {
  OPTIONAL MATCH (e:Evidence)-[:ABOUT]->(t) WHERE e.retiredAt IS NULL
  OPTIONAL MATCH (e)-[:NAMES]->(p:Principal)<-[:HAS_ACCOUNT]-(h:Human)
  OPTIONAL MATCH (m:Human) WHERE m.email = toLower(e.person)
  WITH coalesce(h, m) AS who, e ORDER BY e.at
  RETURN head(collect(who)) AS who, collect(e.says)[0..3] AS says
}
WITH t, reaches, who, says, [(a:Agent)-[:HAS_TOOL]->(t) | a] AS agents
RETURN t.id AS tool, t.name AS name, t.kind AS kind, t.url AS url, t.environment AS environment, [a IN agents | coalesce(a.name, a.id)] AS agents, reaches,
       who.id AS owner, who.name AS ownerName,
       ['Tool ' + coalesce(t.name, t.id) + ' answers ' + coalesce(t.url, 'callers') + ' without authorization'] + says + [a IN agents | 'Agent ' + coalesce(a.name, a.id) + ' -HAS_TOOL-> Tool ' + coalesce(t.name, t.id)] AS evidence
ORDER BY CASE environment WHEN 'production' THEN 0 ELSE 1 END, reaches DESC, tool
