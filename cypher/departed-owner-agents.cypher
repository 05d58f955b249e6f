// ---
// title: Agents of people who left
// question: Which agents belong to people who left since a time, do they still consume credentials, what do they reach, and who must act?
// answers: [M7.1, S8, S9, S10]
// parameters:
//   - {name: since, type: instant, default: 90d, doc: "They left at or after this time (UTC), or a number of days back such as 90d."}
//   - {name: recently, type: instant, default: 30d, doc: "A use at or after this time (UTC) counts as still consuming."}
// columns:
//   - {name: owner, type: key, doc: "The person who left."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: departedAt, type: instant, doc: "When they left."}
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: consumption, type: string, doc: "`still consuming` (used recently, after the departure), `idle` (used before) or `never used`, as far as events and last-use times tell."}
//   - {name: lastUsedAt, type: instant, doc: "Last use of any of its credentials."}
//   - {name: reaches, type: int, doc: "Resources and scopes it reaches now."}
//   - {name: mostSensitive, type: strings, doc: "Up to five of them, the most sensitive first."}
//   - {name: routeTo, type: key, doc: "The sponsor, else the first active manager up the chain."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: evidence, type: strings, doc: "Why the agent is theirs, and the path to what it reaches."}
// tags: [people, departed, finding]
// ---
:param now => toString(datetime());
:param since => '2026-01-01T00:00:00.000Z';
:param recently => '2026-06-01T00:00:00.000Z';

MATCH (h:Human {status: 'departed'})-[owns:OWNS]->(a:Agent)
WHERE h.departedAt >= $since
CALL (h) {
  OPTIONAL MATCH way = (h)-[:SPONSORED_BY|REPORTS_TO]->(:Human)-[:REPORTS_TO*0..8]->(m:Human {status: 'active'})
  RETURN m, type(relationships(way)[0]) AS first, length(way) AS steps
  ORDER BY CASE first WHEN 'SPONSORED_BY' THEN 0 ELSE 1 END, steps, m.id LIMIT 1
}
CALL (a) {
  OPTIONAL MATCH (a)-[u:USES]->(c:Credential)
  RETURN max(coalesce(u.last, c.lastUsedAt)) AS lastUsedAt
}
CALL (a) {
  OPTIONAL MATCH p = SHORTEST 1 (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
  WITH p, r ORDER BY CASE r.sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 WHEN 'confidential' THEN 2 ELSE 3 END,
                     CASE r.environment WHEN 'production' THEN 0 ELSE 1 END, r.id
  RETURN count(r) AS reaches, collect(coalesce(r.name, r.id))[0..5] AS mostSensitive, head(collect(CASE WHEN p IS NULL THEN null ELSE [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] END)) AS way
}
RETURN h.id AS owner, h.name AS ownerName, h.departedAt AS departedAt, a.id AS agent, a.name AS agentName, a.kind AS kind,
       CASE WHEN lastUsedAt IS NULL THEN 'never used' WHEN lastUsedAt > h.departedAt AND lastUsedAt >= $recently THEN 'still consuming' ELSE 'idle' END AS consumption,
       lastUsedAt, reaches, mostSensitive, m.id AS routeTo, m.name AS routeName,
       CASE WHEN m IS NULL THEN 'no active sponsor or manager is known' WHEN first = 'SPONSORED_BY' THEN 'sponsor of ' + h.name
            WHEN steps = 1 THEN 'manager of ' + h.name + ' at departure' ELSE 'first active manager above ' + h.name END AS route,
       ['Human ' + coalesce(h.name, h.id) + ' -OWNS-> Agent ' + coalesce(a.name, a.id)] + owns.basis + coalesce(way, []) AS evidence
ORDER BY CASE consumption WHEN 'still consuming' THEN 0 WHEN 'idle' THEN 1 ELSE 2 END, reaches DESC, agent
