// ---
// title: What changed about an agent
// question: What changed about this agent, its owner, its credentials and its principal between two times?
// answers: [M1]
// parameters:
//   - {name: agent, type: key, label: Agent, doc: "Key of the agent."}
//   - {name: since, type: instant, default: 30d, doc: "Since this time (UTC), or a number of days back."}
//   - {name: until, type: instant, default: 0d, doc: "Until this time (UTC), or a number of days back."}
// columns:
//   - {name: at, type: instant, doc: "When it was seen."}
//   - {name: thing, type: key, doc: "What changed."}
//   - {name: what, type: string, doc: "The property, or the edge that came or went."}
//   - {name: before, type: string, doc: "Before."}
//   - {name: after, type: string, doc: "After."}
//   - {name: step, type: string, doc: "The step that saw it."}
//   - {name: evidence, type: strings, doc: "The record of the change."}
// tags: [history, agents]
// ---
:param agent => 'endpoint:EXAMPLE:agent:cursor';
:param since => '2026-01-01T00:00:00.000Z';
:param until => '2027-01-01T00:00:00.000Z';

MATCH (a:Agent {id: $agent})
CALL (a) {
  MATCH (a)-[:USES|USES_WAS|RUNS_AS|RUNS_AS_WAS*0..1]->(n) WITH DISTINCT n
  MATCH (c:Change {subject: n.id}) WHERE c.before IS NOT NULL OR c.at > n.firstSeen RETURN c.at AS at, n, c.property AS what, c.before AS before, c.after AS after, c.step AS step
  UNION
  MATCH (a)-[r]->(n) WHERE r.firstSeen > a.firstSeen AND r.to IS NULL AND NOT type(r) IN ['ACTED_ON', 'REFUSED'] RETURN coalesce(r.from, r.firstSeen) AS at, n, type(r) + ' began' AS what, null AS before, null AS after, r.claims[0] AS step
  UNION
  MATCH (a)-[r]->(n) WHERE r.to IS NOT NULL AND NOT type(r) IN ['ACTED_ON_WAS', 'REFUSED_WAS'] RETURN r.to AS at, n, replace(type(r), '_WAS', '') + ' ended' AS what, null AS before, null AS after, r.claims[0] AS step
  UNION
  MATCH (n:Human|Team)-[r:OWNS]->(a) WHERE EXISTS { ()-[:OWNS_WAS]->(a) } RETURN coalesce(r.from, r.firstSeen) AS at, n, 'OWNS began' AS what, null AS before, null AS after, r.claims[0] AS step
  UNION
  MATCH (n:Human|Team)-[r:OWNS_WAS]->(a) RETURN r.to AS at, n, 'OWNS ended' AS what, null AS before, null AS after, r.claims[0] AS step
}
WITH at, n, what, before, after, step WHERE at >= $since AND at <= $until
RETURN at, n.id AS thing, what, before, after, step, [labels(n)[0] + ' ' + coalesce(n.name, n.id), what + coalesce(': ' + before, '') + coalesce(' → ' + after, ''), 'seen by ' + coalesce(step, 'an earlier run')] AS evidence
ORDER BY at DESC, thing, what
