// ---
// title: Access that nobody uses
// question: What is this agent or credential granted that nobody who can act as it has used since a time?
// answers: [M1, M5]
// parameters:
//   - {name: subject, type: key, label: Agent|Credential|Principal, doc: "Key of the agent, credential or principal."}
//   - {name: since, type: instant, default: 90d, doc: "Not used since this time (UTC), or a number of days back."}
// columns:
//   - {name: resource, type: key, doc: "The resource, or the scope where a grant is broad."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "`<service>:<type>`."}
//   - {name: count, type: int, doc: "1, or the number of resources in the scope."}
//   - {name: used, type: int, doc: "How many of those were used."}
//   - {name: environment, type: string, doc: "Its environment."}
//   - {name: sensitivity, type: string, doc: "Its sensitivity."}
//   - {name: levels, type: strings, doc: "Levels granted, at any certainty."}
//   - {name: proposal, type: string, doc: "`remove`; `narrow` to what was used; `unknown` where no source tells of any use of such resources."}
//   - {name: lastUsedAt, type: instant, doc: "Last use of something in the scope."}
//   - {name: evidence, type: strings, doc: "The shortest path to the grant."}
// tags: [reach, hygiene, least-privilege]
// ---
:param now => toString(datetime());
:param subject => 'AKIAEXAMPLE';
:param since => '2026-01-01T00:00:00.000Z';

// All that it can act as.
MATCH (a:Agent|Credential|Principal {id: $subject})
WHERE NOT a:Credential OR (coalesce(a.status, 'active') IN ['active', 'unknown'] AND coalesce(a.expiresAt, '9999') > $now)
MATCH p = SHORTEST 1 (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))* (h)
WITH collect({h: h, p: p}) AS ways
// What any of them acted on, alone or in a session; and on which kinds of resource any use is on record at all.
CALL (ways) {
  UNWIND ways AS way
  WITH way.h AS n
  CALL (n) {
    MATCH (n)-[t:TOUCHED]->(r:Resource) RETURN t, r
    UNION
    MATCH (n)<-[:OF|BY]-(s:Session)-[t:TOUCHED]->(r:Resource) RETURN t, r
  }
  WITH r, t WHERE t.last >= $since AND r.retiredAt IS NULL
  WITH r, max(t.last) AS last
  RETURN collect({r: r, last: last, ids: [r.id] + CASE WHEN r.kind = 's3:bucket' THEN [r.id + '/*'] ELSE [] END + COLLECT { MATCH (c:Resource)-[:CONTAINS*1..8]->(r) RETURN c.id }}) AS touches
}
CALL () { MATCH ()-[t:TOUCHED]->(r:Resource) WHERE t.last >= $since RETURN collect(DISTINCT CASE r.kind WHEN 's3:bucket' THEN 's3:object' ELSE r.kind END) + collect(DISTINCT r.kind) AS kinds }
UNWIND ways AS way
WITH touches, kinds, way.p AS p, way.h AS h
MATCH (h)-[g:CAN|GRANTED_ON]->(t:Resource|Scope) WHERE (coalesce(g.certain, g.possible, g.unknown) IS NULL OR size(coalesce(g.certain, []) + coalesce(g.possible, []) + coalesce(g.unknown, [])) > 0)
WITH touches, kinds, t, p, g ORDER BY length(p)
WITH touches, kinds, t, collect(p)[0] AS p, collect(type(g))[0] AS granted, collect(coalesce(g.certain, []) + coalesce(g.possible, []) + coalesce(g.unknown, [])) AS lists
WITH kinds, t, p, granted, [l IN ['Read', 'List', 'Write', 'Tagging', 'Permissions'] WHERE any(list IN lists WHERE l IN list)] AS levels,
     [one IN touches WHERE CASE WHEN t:Scope THEN one.r.kind = t.kind AND t.lo <= one.r.path AND one.r.path < t.hi ELSE t.id IN one.ids END] AS uses
WHERE size(uses) = 0 OR (t:Scope AND size(uses) < t.count)
RETURN t.id AS resource, coalesce(t.name, t.lo) AS name, t.kind AS kind, CASE WHEN t:Scope THEN t.count ELSE 1 END AS count, size(uses) AS used, t.environment AS environment,
       t.sensitivity AS sensitivity, levels, CASE WHEN size(uses) > 0 THEN 'narrow' WHEN t.kind IN kinds THEN 'remove' ELSE 'unknown' END AS proposal,
       reduce(latest = null, one IN uses | CASE WHEN latest IS NULL OR one.last > latest THEN one.last ELSE latest END) AS lastUsedAt,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + CASE coalesce(relationships(p)[i - 1].certainty, 'certain') WHEN 'certain' THEN '' ELSE ' (' + relationships(p)[i - 1].certainty + ')' END + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] +
       ['-' + granted + '-> ' + labels(t)[0] + ' ' + coalesce(t.name, t.id)] AS evidence
ORDER BY CASE sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 WHEN 'confidential' THEN 2 ELSE 3 END,
         CASE environment WHEN 'production' THEN 0 ELSE 1 END, kind, resource
