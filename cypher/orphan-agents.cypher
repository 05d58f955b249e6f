// ---
// title: Orphan agents
// question: Which agents have no active accountable person, and is the owner unknown or departed?
// answers: [M2, S8, S10, S15]
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: platform, type: string, doc: "Where it is registered."}
//   - {name: why, type: string, doc: "`owner unknown` or `owner departed`."}
//   - {name: lastOwner, type: key, doc: "The departed owner, where there is one."}
//   - {name: lastOwnerName, type: string, doc: "Their name."}
//   - {name: reaches, type: int, doc: "Resources and scopes it reaches now."}
//   - {name: routeTo, type: key, doc: "To whom the duty of the departed owner falls; nobody where the owner is unknown: it is not guessed."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: known, type: strings, doc: "What is known about it: evidence that names nobody we know, tags."}
//   - {name: evidence, type: strings, doc: "What the agent is and holds, and what was looked for."}
// tags: [people, orphan, finding]
// ---
:param now => toString(datetime());

MATCH (a:Agent) WHERE a.retiredAt IS NULL AND a.known
OPTIONAL MATCH (o:Human|Team)-[owns:OWNS]->(a)
WITH a, o, owns ORDER BY o.id
WITH a, collect({owner: o, basis: owns.basis}) AS owners
WHERE none(one IN owners WHERE one.owner IS NOT NULL AND (
  (one.owner:Human AND one.owner.status IN ['active', 'suspended', 'unknown']) OR (one.owner:Team AND coalesce(one.owner.status, 'active') = 'active')))
CALL (a) {
  OPTIONAL MATCH (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
  RETURN count(DISTINCT r) AS reaches
}
CALL (a) {
  OPTIONAL MATCH (a)-[u:USES|RUNS_AS]->(c)
  WITH u, c ORDER BY type(u), c.name, c.id
  RETURN collect('-' + type(u) + '-> ' + labels(c)[0] + ' ' + coalesce(c.name, c.id))[0..5] AS holds
}
CALL (a) {
  OPTIONAL MATCH (e:Evidence)-[:ABOUT]->(a) WHERE e.retiredAt IS NULL
  WITH e ORDER BY e.kind, e.says, e.id
  RETURN collect(e.kind + ': ' + e.says) AS clues
}
WITH a, owners, reaches, holds, clues, head([one IN owners WHERE one.owner IS NOT NULL]) AS last
WITH a, last, reaches, holds, clues, last.owner AS gone
OPTIONAL MATCH (gone)-[duty:FALLS_TO]->(m:Human)
RETURN a.id AS agent, a.name AS agentName, a.kind AS kind, a.platform AS platform,
       CASE WHEN last IS NULL THEN 'owner unknown' ELSE 'owner departed' END AS why,
       last.owner.id AS lastOwner, last.owner.name AS lastOwnerName, reaches,
       m.id AS routeTo, m.name AS routeName, duty.reason AS route, clues[0..5] + coalesce(a.tags, [])[0..5] AS known,
       ['Agent ' + coalesce(a.name, a.id)] + holds + coalesce(last.basis, ['no evidence names a person we know']) AS evidence
ORDER BY reaches DESC, agent
