// ---
// title: What IDE agents did
// question: What has each IDE agent done within a time, ranked by blast radius and grouped by developer?
// answers: [M7.7]
// parameters:
//   - {name: since, type: instant, default: 24h, doc: "Within this time (UTC), or a number of hours or days back."}
// columns:
//   - {name: developer, type: key, doc: "The developer."}
//   - {name: developerName, type: string, doc: "Their name; unknown where there is none."}
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: client, type: string, doc: "Its client."}
//   - {name: uses, type: int, doc: "Credential uses seen."}
//   - {name: lastUsedAt, type: instant, doc: "The latest."}
//   - {name: actions, type: strings, doc: "Actions seen on resources."}
//   - {name: touched, type: strings, doc: "Resources touched."}
//   - {name: reaches, type: int, doc: "Resources and scopes it reaches."}
//   - {name: evidence, type: strings, doc: "The credentials it used."}
// tags: [usage, endpoint, reach]
// ---
:param now => toString(datetime());
:param since => '2026-01-01T00:00:00.000Z';

MATCH (a:Agent)-[u:USES]->(c:Credential)
WHERE a.retiredAt IS NULL AND a.kind IN ['ide-agent', 'coding-agent', 'mcp-server', 'inferred'] AND u.last >= $since
WITH a, sum(u.count) AS uses, max(u.last) AS lastUsedAt, collect({c: c, u: u}) AS held
CALL (a) {
  MATCH (a)-[:USES]->(:Credential)-[t:TOUCHED]->(r:Resource) WHERE t.last >= $since
  RETURN collect(DISTINCT coalesce(r.name, r.id))[0..20] AS touched, collect(t.actions) AS lists
}
CALL (a) {
  OPTIONAL MATCH (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
  RETURN count(DISTINCT r) AS reaches
}
OPTIONAL MATCH (h:Human)-[:OWNS]->(a)
RETURN h.id AS developer, coalesce(h.name, 'unknown') AS developerName, a.id AS agent, a.client AS client, uses, lastUsedAt,
       reduce(all = [], list IN lists | all + [one IN list WHERE NOT one IN all])[0..20] AS actions, touched, reaches,
       ['Agent ' + coalesce(a.name, a.id)] + [one IN held | '-USES (' + one.u.count + ' times until ' + one.u.last + ')-> Credential ' + coalesce(one.c.name, one.c.id)] AS evidence
ORDER BY developerName, reaches DESC, agent
