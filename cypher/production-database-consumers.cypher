// ---
// title: Agents that consumed a credential reaching production databases
// question: Which agents consumed a credential that reaches a production database within a time, grouped by owner?
// answers: [M7.3]
// parameters:
//   - {name: since, type: instant, default: 24h, doc: "Consumed at or after this time (UTC), or a number of hours or days back."}
// columns:
//   - {name: owner, type: key, doc: "Owner of the agents."}
//   - {name: ownerName, type: string, doc: "Their name; unknown where there is none."}
//   - {name: agents, type: strings, doc: "Keys of their agents."}
//   - {name: credentials, type: strings, doc: "Keys of the credentials consumed."}
//   - {name: databases, type: strings, doc: "Production databases those reach."}
//   - {name: lastUsedAt, type: instant, doc: "The latest use."}
//   - {name: evidence, type: strings, doc: "One path an agent."}
// tags: [usage, reach, databases]
// ---
:param now => toString(datetime());
:param since => '2026-01-01T00:00:00.000Z';

CALL () {
  MATCH (a:Agent)-[u:USES]->(c:Credential) WHERE u.last >= $since AND a.retiredAt IS NULL RETURN a, c, c AS start, u.last AS last
  UNION
  MATCH (a:Agent)-[:USES]->(c:Credential)-[f:USED_FROM]->(:Origin) WHERE f.last >= $since AND a.retiredAt IS NULL RETURN a, c, c AS start, f.last AS last
  UNION
  MATCH (a:Agent)-[:RUNS_AS]->(c:Principal)<-[:OF]-(s:Session) WHERE s.lastUsedAt >= $since AND a.retiredAt IS NULL RETURN a, s AS c, c AS start, s.lastUsedAt AS last
}
WITH a, c, start, max(last) AS last
MATCH p = SHORTEST 1 (start) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
WHERE (r:Resource AND r.environment = 'production' AND (r.kind STARTS WITH 'rds:' OR r.kind STARTS WITH 'dynamodb:'))
   OR (r:Scope AND EXISTS { (m:Resource {environment: 'production'}) WHERE m.path >= r.lo AND m.path < r.hi AND m.kind = r.kind AND (m.kind STARTS WITH 'rds:' OR m.kind STARTS WITH 'dynamodb:')
       AND m.retiredAt IS NULL AND NOT EXISTS { (h)-[w:CAN_EXCEPT]->(m) WHERE h = nodes(p)[-2] AND all(l IN coalesce(last(relationships(p)).certain, []) + coalesce(last(relationships(p)).possible, []) + coalesce(last(relationships(p)).unknown, []) WHERE l IN w.levels) } })
WITH a, c, last, collect(DISTINCT coalesce(r.name, r.lo)) AS databases, head(collect(p)) AS p
WITH a, c, last, databases, ['Agent ' + coalesce(a.name, a.id) + ' consumed ' + labels(c)[0] + ' ' + coalesce(c.name, c.id) + ' at ' + last] + [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] AS way
OPTIONAL MATCH (h:Human)-[:OWNS]->(a)
WITH h, collect(DISTINCT a.id) AS agents, collect(DISTINCT c.id) AS credentials, collect(databases) AS lists, max(last) AS lastUsedAt, collect(way) AS ways
RETURN h.id AS owner, coalesce(h.name, 'unknown') AS ownerName, agents, credentials,
       reduce(all = [], list IN lists | all + [one IN list WHERE NOT one IN all]) AS databases, lastUsedAt, reduce(all = [], way IN ways | all + way)[0..60] AS evidence
ORDER BY size(agents) DESC, ownerName
