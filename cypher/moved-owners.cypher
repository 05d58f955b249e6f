// ---
// title: Owners who moved team
// question: Which agents belong to somebody who moved to another team, and who is the new manager?
// answers: [S11, M2]
// parameters:
//   - {name: owners, type: strings, default: [], doc: "Keys of people to ask about; all when empty."}
//   - {name: since, type: instant, default: 90d, doc: "They moved at or after this time (UTC), or a number of days back."}
// columns:
//   - {name: owner, type: key, doc: "The person."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: fromTeam, type: string, doc: "The team they left."}
//   - {name: toTeam, type: string, doc: "The team they are in."}
//   - {name: movedAt, type: instant, doc: "When the move was first seen."}
//   - {name: agent, type: key, doc: "An agent of theirs."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: routeTo, type: key, doc: "The new manager, else the first active one above."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: evidence, type: strings, doc: "The move and the ownership."}
// tags: [people, finding]
// ---
:param owners => [];
:param since => '2026-01-01T00:00:00.000Z';

MATCH (h:Human {status: 'active'})-[:HAS_ACCOUNT]->(:Principal)-[was:MEMBER_OF_WAS]->(old:Team) WHERE was.to >= $since AND (size($owners) = 0 OR h.id IN $owners) AND NOT EXISTS { (h)-[:MEMBER_OF]->(old) }
MATCH (h)-[:MEMBER_OF]->(now:Team)
WITH h, was, old, now ORDER BY was.to DESC
WITH h, head(collect({at: was.to, old: old, now: now})) AS move
MATCH (h)-[owns:OWNS]->(a:Agent) WHERE a.retiredAt IS NULL
OPTIONAL MATCH (h)-[duty:FALLS_TO]->(m:Human)
RETURN h.id AS owner, h.name AS ownerName, move.old.name AS fromTeam, move.now.name AS toTeam, move.at AS movedAt, a.id AS agent, a.name AS agentName,
       m.id AS routeTo, m.name AS routeName,
       CASE WHEN m IS NULL THEN 'nobody active is known above ' + coalesce(h.name, h.id) WHEN duty.route = 'manager' THEN 'new manager of ' + coalesce(h.name, h.id) ELSE duty.reason END AS route,
       ['Human ' + coalesce(h.name, h.id) + ' -MEMBER_OF (until ' + move.at + ')-> Team ' + move.old.name, '-MEMBER_OF-> Team ' + move.now.name, '-OWNS-> Agent ' + coalesce(a.name, a.id)] + owns.basis AS evidence
ORDER BY movedAt DESC, owner, agent
