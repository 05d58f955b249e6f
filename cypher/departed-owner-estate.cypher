// ---
// title: What people who left still own
// question: Which agents, credentials and principals belong to people who left since a time, are they still consumed, what do they reach, and who must act?
// answers: [M2, S8, S9]
// parameters:
//   - {name: since, type: instant, default: 90d, doc: "They left at or after this time (UTC), or a number of days back such as 90d."}
//   - {name: owners, type: strings, default: [], doc: "Keys of people to ask about; all when empty."}
//   - {name: recently, type: instant, default: 30d, doc: "A use at or after this time (UTC) counts as still consuming."}
// columns:
//   - {name: owner, type: key, doc: "The person who left."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: departedAt, type: instant, doc: "When they left."}
//   - {name: thing, type: key, doc: "What they own."}
//   - {name: label, type: string, doc: "Agent, Credential or Principal."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: consumption, type: string, doc: "`still consuming` (used recently, after the departure), `idle` (used before) or `never used`, as far as events and last-use times tell."}
//   - {name: lastUsedAt, type: instant, doc: "Its last use."}
//   - {name: opens, type: boolean, doc: "It still opens something: a credential that is active and not expired; agents and principals always."}
//   - {name: agents, type: strings, doc: "Agents that act with it."}
//   - {name: cause, type: key, doc: "Of a credential of a principal of theirs, the principal; else the thing itself."}
//   - {name: causeLabel, type: string, doc: "Its label."}
//   - {name: isContractor, type: boolean, doc: "The owner was a contractor."}
//   - {name: reaches, type: int, doc: "Resources and scopes it reaches now."}
//   - {name: mostSensitive, type: strings, doc: "Up to five of them, the most sensitive first."}
//   - {name: routeTo, type: key, doc: "To whom the duty falls: the sponsor, else the manager at departure, else the first active person above."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: evidence, type: strings, doc: "Why it is theirs."}
// tags: [people, departed, finding]
// ---
:param now => toString(datetime());
:param since => '2026-01-01T00:00:00.000Z';
:param owners => [];
:param recently => '2026-06-01T00:00:00.000Z';

MATCH (h:Human {status: 'departed'})-[o:OWNS]->(n:Agent|Credential|Principal)
WHERE n.retiredAt IS NULL AND (h.departedAt IS NULL OR h.departedAt >= $since) AND (size($owners) = 0 OR h.id IN $owners)
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
WITH h, o, n, duty, m, lastUsedAt, reaches, mostSensitive, coalesce(head([(n)-[:AUTHENTICATES_AS]->(p:Principal) WHERE EXISTS { (h)-[:OWNS|HAS_ACCOUNT]->(p) } | p]), n) AS cause,
     [(a:Agent)-[:USES|RUNS_AS]->(n) | a.id] + [(a:Agent)-[:USES]->(:Credential)-[:AUTHENTICATES_AS]->(n) | a.id] AS agents
RETURN h.id AS owner, h.name AS ownerName, h.departedAt AS departedAt, n.id AS thing, labels(n)[0] AS label, coalesce(n.name, n.id) AS name, n.kind AS kind,
       CASE WHEN lastUsedAt IS NULL THEN 'never used' WHEN (h.departedAt IS NULL OR lastUsedAt > h.departedAt) AND lastUsedAt >= $recently THEN 'still consuming' ELSE 'idle' END AS consumption,
       lastUsedAt, NOT n:Credential OR (coalesce(n.status, 'active') IN ['active', 'unknown'] AND coalesce(n.expiresAt, '9999') > $now) AS opens,
       reduce(all = [], one IN agents | CASE WHEN one IN all THEN all ELSE all + one END) AS agents, cause.id AS cause, labels(cause)[0] AS causeLabel,
       toLower(coalesce(h.employment, '')) IN ['contractor', 'contingent', 'external', 'vendor', 'consultant'] AS isContractor,
       reaches, mostSensitive, m.id AS routeTo, m.name AS routeName, coalesce(duty.reason, 'nobody active is left above ' + coalesce(h.name, h.id)) AS route,
       ['Human ' + coalesce(h.name, h.id) + ' -OWNS-> ' + labels(n)[0] + ' ' + coalesce(n.name, n.id)] + o.basis AS evidence
ORDER BY CASE consumption WHEN 'still consuming' THEN 0 WHEN 'idle' THEN 1 ELSE 2 END, reaches DESC, label, thing
