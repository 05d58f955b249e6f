// ---
// title: What would be orphaned if a person left
// question: What would have nobody to answer for it if this person left today, is it in use, what does it reach, and to whom would it fall?
// answers: [M2]
// parameters:
//   - {name: human, type: key, label: Human, doc: "Key of the person."}
//   - {name: recently, type: instant, default: 30d, doc: "A use at or after this time (UTC) counts as in use."}
// columns:
//   - {name: thing, type: key, doc: "The agent, credential or principal."}
//   - {name: label, type: string, doc: "Agent, Credential or Principal."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: how, type: string, doc: "`owns`, or from whom its duty fell to them."}
//   - {name: consumption, type: string, doc: "`in use` (used recently), `idle` (used before) or `never used`, as far as events and last-use times tell."}
//   - {name: lastUsedAt, type: instant, doc: "Its last use."}
//   - {name: reaches, type: int, doc: "Resources and scopes it reaches."}
//   - {name: mostSensitive, type: strings, doc: "Up to five of them, the most sensitive first."}
//   - {name: routeTo, type: key, doc: "To whom it would fall."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it would go there."}
//   - {name: evidence, type: strings, doc: "Why it is theirs to answer for."}
// tags: [people, ownership, reach]
// ---
:param now => toString(datetime());
:param human => 'human:E-1';
:param recently => '2026-06-01T00:00:00.000Z';

MATCH (h:Human {id: $human})
CALL (h) {
  MATCH (h)-[o:OWNS]->(n:Agent|Credential|Principal)
  RETURN n, 'owns' AS how, ['Human ' + coalesce(h.name, h.id) + ' -OWNS-> ' + labels(n)[0] + ' ' + coalesce(n.name, n.id)] + o.basis AS evidence
  UNION
  MATCH (gone:Human|Team)-[duty:FALLS_TO]->(h) WHERE gone.status IN ['departed', 'dissolved']
  MATCH (gone)-[o:OWNS]->(n:Agent|Credential|Principal)
  RETURN n, 'fell to them from ' + coalesce(gone.name, gone.id) AS how,
         ['Human ' + coalesce(h.name, h.id) + ' is ' + duty.reason, labels(gone)[0] + ' ' + coalesce(gone.name, gone.id) + ' -OWNS-> ' + labels(n)[0] + ' ' + coalesce(n.name, n.id)] + o.basis AS evidence
}
WITH h, n, how, evidence
WHERE n.retiredAt IS NULL AND NOT EXISTS { (other:Human {status: 'active'})-[:OWNS]->(n) WHERE other <> h }
OPTIONAL MATCH (h)-[duty:FALLS_TO]->(m:Human)
CALL (n) {
  UNWIND [(n)-[u:USES]->(c:Credential) | coalesce(u.last, c.lastUsedAt)] + [()-[u:USES]->(n) | u.last] + [(n)-[u:USED_FROM]->() | u.last]
       + [(n)-[u:TOUCHED]->() | u.last] + [(c:Credential)-[:AUTHENTICATES_AS]->(n) | c.lastUsedAt] + [(s:Session)-[:OF]->(n) | s.lastUsedAt]
       + [n.lastUsedAt, n.lastActiveAt] AS at
  RETURN max(at) AS lastUsedAt
}
CALL (n) {
  OPTIONAL MATCH (n) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
  WITH DISTINCT r ORDER BY CASE r.sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 WHEN 'confidential' THEN 2 ELSE 3 END, CASE r.environment WHEN 'production' THEN 0 ELSE 1 END, r.id
  RETURN count(r) AS reaches, collect(coalesce(r.name, r.id))[0..5] AS mostSensitive
}
RETURN n.id AS thing, labels(n)[0] AS label, coalesce(n.name, n.id) AS name, n.kind AS kind, how,
       CASE WHEN lastUsedAt IS NULL THEN 'never used' WHEN lastUsedAt >= $recently THEN 'in use' ELSE 'idle' END AS consumption, lastUsedAt, reaches, mostSensitive,
       m.id AS routeTo, m.name AS routeName, coalesce(duty.reason, 'nobody active is known above ' + coalesce(h.name, h.id)) AS route, evidence
ORDER BY CASE consumption WHEN 'in use' THEN 0 WHEN 'idle' THEN 1 ELSE 2 END, reaches DESC, label, thing
