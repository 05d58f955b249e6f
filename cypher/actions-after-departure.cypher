// ---
// title: Agent actions by people who had left
// question: Which actions of agents happened after their owner had left, by owner, the widest blast radius first?
// answers: [M2, S8]
// parameters:
//   - {name: since, type: instant, default: 90d, doc: "Within this time (UTC), or a number of hours or days back."}
// columns:
//   - {name: owner, type: key, doc: "The person who had left."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: departedAt, type: instant, doc: "When they left."}
//   - {name: agents, type: strings, doc: "Keys of the agents, the widest blast radius first."}
//   - {name: resources, type: strings, doc: "What they acted on after it."}
//   - {name: actions, type: strings, doc: "Actions seen on those."}
//   - {name: credentials, type: strings, doc: "Keys of the credentials they acted with."}
//   - {name: last, type: instant, doc: "The latest."}
//   - {name: reaches, type: int, doc: "Resources and scopes that the widest of the agents reaches."}
//   - {name: routeTo, type: key, doc: "To whom the duty falls."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "Each action with its time, and why it is put to that agent."}
// tags: [usage, people, departed]
// ---
:param now => toString(datetime());
:param since => '2026-01-01T00:00:00.000Z';

MATCH (h:Human {status: 'departed'})-[:OWNS]->(a:Agent)-[e:ACTED_ON|REFUSED]->(r:Resource)
WHERE e.last >= $since AND e.last > h.departedAt
CALL (a) {
  OPTIONAL MATCH (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (reached:Resource|Scope)
  RETURN count(DISTINCT reached) AS reach
}
WITH h, a, e, r, reach ORDER BY reach DESC, a.id, e.last DESC
WITH h, collect(DISTINCT a.id) AS agents, collect(DISTINCT coalesce(r.name, r.id)) AS resources, collect(e.actions) AS actionLists, collect(coalesce(e.credentials, [])) AS keyLists,
     max(e.last) AS last, max(reach) AS reaches,
     collect('Agent ' + coalesce(a.name, a.id) + ' -' + type(e) + ' (until ' + e.last + ', ' + h.name + ' left on ' + substring(h.departedAt, 0, 10) + ')-> Resource ' + coalesce(r.name, r.id) + ': ' + e.basis)[0..60] AS evidence
OPTIONAL MATCH (h)-[:FALLS_TO]->(m:Human)
RETURN h.id AS owner, h.name AS ownerName, h.departedAt AS departedAt, agents, resources,
       reduce(all = [], list IN actionLists | all + [one IN list WHERE NOT one IN all]) AS actions,
       reduce(all = [], list IN keyLists | all + [one IN list WHERE NOT one IN all]) AS credentials, last, reaches, m.id AS routeTo, m.name AS routeName, evidence
ORDER BY reaches DESC, owner
