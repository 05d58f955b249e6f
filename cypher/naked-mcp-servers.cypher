// ---
// title: MCP servers without authorization
// question: Which MCP servers and gateways accept callers without OAuth 2.1, and who uses them?
// answers: [S5, M4]
// parameters:
//   - {name: teams, type: strings, default: [], doc: "Keys of teams to ask about; all when empty."}
// columns:
//   - {name: tool, type: key, doc: "The server or gateway."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: url, type: string, doc: "Where it answers."}
//   - {name: environment, type: string, doc: "Its environment."}
//   - {name: agents, type: strings, doc: "Agents that use it."}
//   - {name: reaches, type: int, doc: "Resources it reaches with its own principal and credentials."}
//   - {name: owner, type: key, doc: "The person or team that its evidence names."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: routeTo, type: key, doc: "That person, or the manager of that team."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: evidence, type: strings, doc: "What was seen."}
// tags: [tools, finding]
// ---
:param now => toString(datetime());
:param teams => [];

MATCH (t:Tool {authorization: 'none'})
WHERE t.retiredAt IS NULL AND t.kind IN ['mcp-server', 'gateway'] AND coalesce(t.transport, 'http') <> 'stdio'
CALL (t) {
  OPTIONAL MATCH (e:Evidence)-[:ABOUT]->(t) WHERE e.retiredAt IS NULL
  OPTIONAL MATCH (e)-[:NAMES]->(p:Principal)<-[:HAS_ACCOUNT]-(h:Human)
  OPTIONAL MATCH (m:Human) WHERE m.email = toLower(e.person)
  OPTIONAL MATCH (team:Team) WHERE team.retiredAt IS NULL AND (EXISTS { (e)-[:NAMES]->(team) } OR toLower(team.name) = toLower(e.person) OR last(split(team.id, ':')) = toLower(e.person))
  WITH coalesce(h, m, team) AS who, e ORDER BY CASE WHEN h IS NULL AND m IS NULL THEN 1 ELSE 0 END, e.at, team.id
  RETURN head(collect(who)) AS who, collect(DISTINCT e.says)[0..3] AS says
}
WITH t, who, says WHERE size($teams) = 0 OR who.id IN $teams
CALL (t) {
  OPTIONAL MATCH (t) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
  RETURN count(DISTINCT r) AS reaches
}
CALL (who) {
  OPTIONAL MATCH (lead:Human) WHERE who:Team AND (lead.id = who.managerId OR EXISTS { (lead)-[:HAS_ACCOUNT]->(:Principal {id: who.managerId}) })
  OPTIONAL MATCH way = (lead)-[:REPORTS_TO*0..8]->(up:Human {status: 'active'})
  WITH who, up ORDER BY length(way)
  WITH who, head(collect(up)) AS up
  RETURN CASE WHEN who:Human THEN who ELSE up END AS toWhom
}
WITH t, reaches, who, toWhom, says, [(a:Agent)-[:HAS_TOOL]->(t) | a] AS agents
RETURN t.id AS tool, t.name AS name, t.kind AS kind, t.url AS url, t.environment AS environment, [a IN agents | coalesce(a.name, a.id)] AS agents, reaches,
       who.id AS owner, who.name AS ownerName, toWhom.id AS routeTo, toWhom.name AS routeName,
       CASE WHEN toWhom IS NULL THEN null WHEN who:Human THEN 'whom the evidence names' ELSE 'manager of the team ' + who.name END AS route,
       ['Tool ' + coalesce(t.name, t.id) + ' answers ' + coalesce(t.url, 'callers') + ' without authorization'] + says + [a IN agents | 'Agent ' + coalesce(a.name, a.id) + ' -HAS_TOOL-> Tool ' + coalesce(t.name, t.id)] AS evidence
ORDER BY CASE environment WHEN 'production' THEN 0 ELSE 1 END, reaches DESC, tool
