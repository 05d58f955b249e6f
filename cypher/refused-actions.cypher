// ---
// title: What agents tried and were refused
// question: Which agents tried something that was refused, on what, for whom, and which team does it belong to?
// answers: [S3, M4]
// parameters:
//   - {name: since, type: instant, default: 30d, doc: "Within this time (UTC), or a number of hours or days back."}
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: developer, type: key, doc: "The person it acted for: whom the event names, else its owner."}
//   - {name: developerName, type: string, doc: "Their name."}
//   - {name: resource, type: key, doc: "What it tried it on."}
//   - {name: resourceName, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: team, type: string, doc: "Team of the developer."}
//   - {name: actions, type: strings, doc: "What was refused."}
//   - {name: count, type: int, doc: "How often."}
//   - {name: last, type: instant, doc: "The latest."}
//   - {name: evidence, type: strings, doc: "The attempt, and why it is put to this agent and person."}
// tags: [usage, guardrails, finding]
// ---
:param since => '2026-01-01T00:00:00.000Z';

MATCH (a:Agent)-[e:REFUSED]->(r:Resource) WHERE e.last >= $since
OPTIONAL MATCH (named:Human {id: head(e.people)})
OPTIONAL MATCH (o:Human)-[:OWNS]->(a)
WITH a, e, r, named, o ORDER BY o.id
WITH a, e, r, named, head(collect(o)) AS owner
WITH a, e, r, coalesce(named, owner) AS h
RETURN a.id AS agent, a.name AS agentName, h.id AS developer, coalesce(h.name, 'unknown') AS developerName, r.id AS resource, coalesce(r.name, r.id) AS resourceName, r.kind AS kind,
       head([(h)-[:MEMBER_OF]->(t:Team) | t.name]) AS team, e.actions AS actions, e.count AS count, e.last AS last,
       ['Agent ' + coalesce(a.name, a.id) + ' -REFUSED (' + reduce(s = '', one IN e.actions | s + CASE s WHEN '' THEN '' ELSE ', ' END + one) + ')-> Resource ' + coalesce(r.name, r.id), e.basis] +
       CASE WHEN h IS NULL THEN [] ELSE ['it acted for ' + coalesce(h.name, h.id)] END AS evidence
ORDER BY last DESC, agent, resource
