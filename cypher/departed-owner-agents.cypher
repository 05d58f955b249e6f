// ---
// title: Agents of people who left
// question: Which agents belong to people who left since a time, do they still consume credentials, what do they reach, and who must act?
// answers: [M7.1, S8, S9, S10]
// parameters:
//   - {name: since, type: instant, default: 90d, doc: "They left at or after this time (UTC), or a number of days back such as 90d."}
//   - {name: owners, type: strings, default: [], doc: "Keys of people to ask about; all when empty."}
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
//   - {name: cause, type: key, doc: "What it acts through that is theirs: the credential used last, else the principal, else the agent itself. Agents with one cause are one problem."}
//   - {name: causeLabel, type: string, doc: "Credential, Principal or Agent."}
//   - {name: isGrant, type: boolean, doc: "The cause is a live credential of a contractor: `contractor-grants` tells of it."}
//   - {name: routeTo, type: key, doc: "To whom the duty falls: the sponsor, else the manager at departure, else the first active person above."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: evidence, type: strings, doc: "Why the agent is theirs, and the path to what it reaches."}
// tags: [people, departed, finding]
// ---
:param now => toString(datetime());
:param since => '2026-01-01T00:00:00.000Z';
:param owners => [];
:param recently => '2026-06-01T00:00:00.000Z';

MATCH (h:Human {status: 'departed'})-[owns:OWNS]->(a:Agent)
WHERE (h.departedAt IS NULL OR h.departedAt >= $since) AND (size($owners) = 0 OR h.id IN $owners) AND a.retiredAt IS NULL
OPTIONAL MATCH (h)-[duty:FALLS_TO]->(m:Human)
CALL (a, h) {
  OPTIONAL MATCH (a)-[u:USES|RUNS_AS]->(c:Credential|Principal)
  WHERE EXISTS { (h)-[:OWNS|HAS_ACCOUNT]->(c) } OR EXISTS { (h)-[:OWNS|HAS_ACCOUNT]->(:Principal)<-[:AUTHENTICATES_AS]-(c) }
  WITH c ORDER BY CASE WHEN c:Credential THEN 0 ELSE 1 END, coalesce(u.last, c.lastUsedAt, '') DESC, c.id
  WITH head(collect(c)) AS own
  RETURN coalesce(own.id, a.id) AS cause, CASE WHEN own IS NULL THEN 'Agent' ELSE labels(own)[0] END AS causeLabel,
         own:Credential AND coalesce(own.status, 'active') = 'active' AND coalesce(own.expiresAt, '9999') > $now AS isLive
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
       CASE WHEN lastUsedAt IS NULL THEN 'never used' WHEN (h.departedAt IS NULL OR lastUsedAt > h.departedAt) AND lastUsedAt >= $recently THEN 'still consuming' ELSE 'idle' END AS consumption,
       lastUsedAt, reaches, mostSensitive, cause, causeLabel,
       coalesce(isLive, false) AND toLower(coalesce(h.employment, '')) IN ['contractor', 'contingent', 'external', 'vendor', 'consultant'] AS isGrant,
       m.id AS routeTo, m.name AS routeName, coalesce(duty.reason, 'nobody active is left above ' + coalesce(h.name, h.id)) AS route,
       ['Human ' + coalesce(h.name, h.id) + ' -OWNS-> Agent ' + coalesce(a.name, a.id)] + owns.basis + coalesce(way, []) AS evidence
ORDER BY CASE consumption WHEN 'still consuming' THEN 0 WHEN 'idle' THEN 1 ELSE 2 END, reaches DESC, agent
