// ---
// title: Grants that outlive a contractor
// question: Which grants and credentials of contractors whose engagement ended are still active, and who sponsors them?
// answers: [S9]
// parameters:
//   - {name: now, type: instant, default: 0d, doc: "The time at which a grant must still be valid (UTC)."}
// columns:
//   - {name: credential, type: key, doc: "The grant or credential."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: system, type: string, doc: "Its system."}
//   - {name: contractor, type: key, doc: "The contractor."}
//   - {name: contractorName, type: string, doc: "Their name."}
//   - {name: endedAt, type: instant, doc: "When the engagement ended."}
//   - {name: agents, type: strings, doc: "Agents that use it."}
//   - {name: lastUsedAt, type: instant, doc: "Its last use."}
//   - {name: routeTo, type: key, doc: "Their sponsor, else the first active manager."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: evidence, type: strings, doc: "Whose it is."}
// tags: [people, credentials, finding]
// ---
:param now => '2026-06-01T00:00:00.000Z';

MATCH (h:Human {status: 'departed'}) WHERE toLower(coalesce(h.employment, '')) IN ['contractor', 'contingent', 'external', 'vendor', 'consultant']
MATCH way = (h)-[:OWNS|HAS_ACCOUNT|AUTHENTICATES_AS*1..2]-(c:Credential)
WHERE c.retiredAt IS NULL AND coalesce(c.status, 'active') = 'active' AND coalesce(c.expiresAt, '9999') > $now
WITH h, c, way ORDER BY length(way)
WITH h, c, head(collect(way)) AS p
CALL (h) {
  OPTIONAL MATCH way = (h)-[:SPONSORED_BY|REPORTS_TO]->(:Human)-[:REPORTS_TO*0..8]->(m:Human {status: 'active'})
  RETURN m, type(relationships(way)[0]) AS first, length(way) AS steps ORDER BY CASE first WHEN 'SPONSORED_BY' THEN 0 ELSE 1 END, steps, m.id LIMIT 1
}
RETURN c.id AS credential, c.kind AS kind, c.system AS system, h.id AS contractor, h.name AS contractorName, h.departedAt AS endedAt,
       [(a:Agent)-[:USES]->(c) | coalesce(a.name, a.id)] AS agents, c.lastUsedAt AS lastUsedAt, m.id AS routeTo, m.name AS routeName,
       CASE WHEN m IS NULL THEN 'no active sponsor or manager is known' WHEN first = 'SPONSORED_BY' AND steps = 1 THEN 'sponsor of ' + h.name
            WHEN first = 'SPONSORED_BY' THEN 'first active person above the sponsor of ' + h.name ELSE 'first active manager above ' + h.name END AS route,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] AS evidence
ORDER BY endedAt, credential
