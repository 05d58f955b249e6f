// ---
// title: What somebody could become
// question: Whose power could this agent, principal or credential gain by a change that it, or what it acts as, may make?
// answers: [M1]
// parameters:
//   - {name: subject, type: key, label: Agent|Principal|Credential, doc: "Key of an agent, principal or credential."}
// columns:
//   - {name: principal, type: key, doc: "Whose power; the root of an account where it could give itself anything there."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: certainty, type: string, doc: "`certain`, `conditional` (of the change or of a step on the way) or `unknown`."}
//   - {name: techniques, type: strings, doc: "The surest ways, by their ids at pathfinding.cloud."}
//   - {name: methods, type: strings, doc: "The same by what is done."}
//   - {name: evidence, type: strings, doc: "The surest path to whoever may make the change, and the change."}
// tags: [escalation]
// ---
:param now => toString(datetime());
:param subject => 'arn:aws:iam::111122223333:role/EXAMPLE';

// How surely it can act as each who may make changes: 0 certain, 1 conditional, 2 unknown.
MATCH (a:Agent|Principal|Credential {id: $subject})
WHERE NOT a:Credential OR (coalesce(a.status, 'active') IN ['active', 'unknown'] AND coalesce(a.expiresAt, '9999') > $now)
UNWIND [0, 1, 2] AS worst
MATCH p = SHORTEST 1 (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)) AND CASE coalesce(e.certainty, 'certain') WHEN 'certain' THEN 0 WHEN 'conditional' THEN 1 ELSE 2 END <= worst)* (h:AccessProfile|Principal)
WITH h, p, worst ORDER BY worst, length(p)
WITH h, head(collect({p: p, rank: worst})) AS way
WITH collect({h: h, p: way.p, rank: way.rank}) AS ways
WITH ways, [one IN ways WHERE one.rank = 0 | one.h] AS already
UNWIND ways AS way
WITH already, way, way.h AS h
MATCH (h)-[b:COULD_BECOME]->(q:Principal) WHERE NOT q IN already
WITH q, b, way.p AS p, CASE WHEN b.certainty = 'unknown' OR way.rank = 2 THEN 2 WHEN b.certainty = 'conditional' OR way.rank = 1 THEN 1 ELSE 0 END AS rank
ORDER BY rank, length(p)
WITH q, collect({p: p, b: b, rank: rank}) AS all
WITH q, all[0] AS best, all[0].p AS p, [one IN all WHERE one.rank = all[0].rank | one.b] AS surest
RETURN q.id AS principal, q.name AS name, q.kind AS kind, ['certain', 'conditional', 'unknown'][best.rank] AS certainty,
       reduce(ids = [], b IN surest | ids + [id IN b.techniques WHERE NOT id IN ids]) AS techniques,
       reduce(names = [], b IN surest | names + [name IN b.methods WHERE NOT name IN names]) AS methods,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + CASE coalesce(relationships(p)[i - 1].certainty, 'certain') WHEN 'certain' THEN '' ELSE ' (' + relationships(p)[i - 1].certainty + ')' END + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] +
       ['-COULD_BECOME' + CASE best.b.certainty WHEN 'certain' THEN '' ELSE ' (' + best.b.certainty + ')' END + '-> Principal ' + coalesce(q.name, q.id)] AS evidence
ORDER BY best.rank, principal
