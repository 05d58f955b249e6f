// ---
// title: What the agents of a person did
// question: What did the agents of this person do within a time, on what, with which credentials, and what were they refused?
// answers: [M2, M7.7, S3]
// parameters:
//   - {name: human, type: key, label: Human, doc: "Key of the person."}
//   - {name: since, type: instant, default: 24h, doc: "Within this time (UTC), or a number of hours or days back."}
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: resource, type: key, doc: "What it acted on."}
//   - {name: resourceName, type: string, doc: "Its name."}
//   - {name: outcome, type: string, doc: "`done` or `refused`."}
//   - {name: actions, type: strings, doc: "Actions seen on it."}
//   - {name: count, type: int, doc: "How often, since events are kept."}
//   - {name: last, type: instant, doc: "The latest."}
//   - {name: credentials, type: strings, doc: "Keys of the credentials it acted with."}
//   - {name: reaches, type: int, doc: "Resources and scopes the agent reaches: what it could have done."}
//   - {name: evidence, type: strings, doc: "Why it is put to this agent, and why the agent was this person's at the time."}
// tags: [usage, people]
// ---
:param now => toString(datetime());
:param human => 'human:E-1';
:param since => '2026-01-01T00:00:00.000Z';

MATCH (h:Human {id: $human})-[o:OWNS|OWNS_WAS]->(a:Agent)
MATCH (a)-[e:ACTED_ON|REFUSED]->(r:Resource)
WHERE e.last >= $since AND (o.to IS NULL OR o.to >= e.first) AND (type(o) = 'OWNS' OR NOT EXISTS { (h)-[:OWNS]->(a) })
WITH h, a, e, r, o ORDER BY coalesce(o.to, '9') DESC
WITH h, a, e, r, head(collect(o)) AS o
CALL (a) {
  OPTIONAL MATCH (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (reached:Resource|Scope)
  RETURN count(DISTINCT reached) AS reaches
}
RETURN a.id AS agent, a.name AS agentName, r.id AS resource, coalesce(r.name, r.id) AS resourceName, CASE type(e) WHEN 'REFUSED' THEN 'refused' ELSE 'done' END AS outcome,
       e.actions AS actions, e.count AS count, e.last AS last, coalesce(e.credentials, []) AS credentials, reaches,
       ['Agent ' + coalesce(a.name, a.id) + ' -' + type(e) + '-> Resource ' + coalesce(r.name, r.id) + ': ' + e.basis,
        'Human ' + coalesce(h.name, h.id) + ' owned it' + coalesce(' until ' + o.to, '')] + o.basis + [one IN coalesce(e.people, []) | 'the event names ' + one] AS evidence
ORDER BY reaches DESC, agent, last DESC, resource
