// ---
// title: Grants that outlive a contractor
// question: Which grants and credentials of contractors whose engagement ended are still active, and who sponsors them?
// answers: [S9]
// parameters:
//   - {name: owners, type: strings, default: [], doc: "Keys of people to ask about; all when empty."}
//   - {name: now, type: instant, default: 0d, doc: "The time at which a grant must still be valid (UTC)."}
// columns:
//   - {name: credential, type: key, doc: "The grant or credential."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: system, type: string, doc: "Its system."}
//   - {name: contractor, type: key, doc: "The contractor."}
//   - {name: contractorName, type: string, doc: "Their name."}
//   - {name: endedAt, type: instant, doc: "When the engagement ended."}
//   - {name: agents, type: strings, doc: "Agents that use it."}
//   - {name: agentKeys, type: strings, doc: "Their keys."}
//   - {name: lastUsedAt, type: instant, doc: "Its last use."}
//   - {name: routeTo, type: key, doc: "Their sponsor, else the manager at departure, else the first active person above."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: evidence, type: strings, doc: "Whose it is."}
// tags: [people, credentials, finding]
// ---
:param owners => [];
:param now => '2026-06-01T00:00:00.000Z';

MATCH (h:Human {status: 'departed'}) WHERE toLower(coalesce(h.employment, '')) IN ['contractor', 'contingent', 'external', 'vendor', 'consultant'] AND (size($owners) = 0 OR h.id IN $owners)
MATCH way = (h)-[:OWNS|HAS_ACCOUNT|AUTHENTICATES_AS*1..2]-(c:Credential)
WHERE c.retiredAt IS NULL AND coalesce(c.status, 'active') = 'active' AND coalesce(c.expiresAt, '9999') > $now
WITH h, c, way ORDER BY length(way)
WITH h, c, head(collect(way)) AS p
OPTIONAL MATCH (h)-[duty:FALLS_TO]->(m:Human)
RETURN c.id AS credential, c.kind AS kind, c.system AS system, h.id AS contractor, h.name AS contractorName, h.departedAt AS endedAt,
       [(a:Agent)-[:USES]->(c) | coalesce(a.name, a.id)] AS agents, [(a:Agent)-[:USES]->(c) | a.id] AS agentKeys, c.lastUsedAt AS lastUsedAt, m.id AS routeTo, m.name AS routeName,
       coalesce(duty.reason, 'nobody active is left above ' + coalesce(h.name, h.id)) AS route,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] AS evidence
ORDER BY endedAt, credential
