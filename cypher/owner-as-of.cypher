// ---
// title: Who owned this at a time
// question: Who owned this agent, credential or principal at this time, why did we think so, and what was the owner's state then?
// answers: [M2]
// parameters:
//   - {name: thing, type: key, label: Agent, doc: "Key of the agent, credential or principal."}
//   - {name: at, type: instant, doc: "The time (UTC), or a number of days back. What was known by then counts."}
// columns:
//   - {name: owner, type: key, doc: "The owner then."}
//   - {name: ownerName, type: string, doc: "Their name, as it is now."}
//   - {name: statusThen, type: string, doc: "active, suspended or departed, as known then."}
//   - {name: statusNow, type: string, doc: "The same, now."}
//   - {name: verdict, type: string, doc: "asserted or likely."}
//   - {name: confidence, type: float, doc: "0 to 1."}
//   - {name: since, type: instant, doc: "Since when this verdict stood."}
//   - {name: until, type: instant, doc: "When it ended; empty where it still stands."}
//   - {name: manager, type: string, doc: "The owner's manager then."}
//   - {name: team, type: string, doc: "Their team then."}
//   - {name: evidence, type: strings, doc: "Why, strongest first, as it was told then."}
// tags: [people, ownership, history]
// ---
:param thing => 'arn:aws:bedrock:eu-west-1:111122223333:agent/EXAMPLE';
:param at => '2026-01-01T00:00:00.000Z';

MATCH (h:Human|Team)-[o:OWNS|OWNS_WAS]->(n:Agent|Credential|Principal {id: $thing})
WHERE coalesce(o.from, o.firstSeen) <= $at AND coalesce(o.to, '9999') > $at
CALL (h) {
  OPTIONAL MATCH (c:Change {subject: h.id, property: 'status'}) WHERE c.at > $at
  WITH c ORDER BY c.at
  RETURN count(c) > 0 AS changed, trim(BOTH '"' FROM collect(c)[0].before) AS changedFrom
}
CALL (h) {
  OPTIONAL MATCH (h)-[r:REPORTS_TO|REPORTS_TO_WAS]->(m:Human)
  WHERE coalesce(r.from, r.firstSeen) <= $at AND coalesce(r.to, '9999') > $at
  RETURN head(collect(coalesce(m.name, m.id))) AS manager
}
CALL (h) {
  OPTIONAL MATCH (h)-[r:MEMBER_OF|MEMBER_OF_WAS]->(t:Team)
  WHERE coalesce(r.from, r.firstSeen) <= $at AND coalesce(r.to, '9999') > $at
  RETURN head(collect(coalesce(t.name, t.id))) AS team
}
RETURN h.id AS owner, coalesce(h.name, h.id) AS ownerName, CASE WHEN changed THEN changedFrom ELSE h.status END AS statusThen, h.status AS statusNow,
       o.verdict AS verdict, o.confidence AS confidence, coalesce(o.from, o.firstSeen) AS since, o.to AS until, manager, team, o.basis AS evidence
ORDER BY confidence DESC, owner
