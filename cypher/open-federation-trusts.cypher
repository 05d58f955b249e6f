// ---
// title: Trusts that strangers can use
// question: Which roles can be assumed by anyone of an identity provider, because the trust does not ask whose token it is?
// answers: [S13]
// columns:
//   - {name: principal, type: key, doc: "The role."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: stranger, type: key, doc: "Who can assume it."}
//   - {name: certainty, type: string, doc: "`certain` or `conditional`."}
//   - {name: conditionKeys, type: strings, doc: "Conditions that remain."}
//   - {name: reaches, type: int, doc: "Resources the role reaches, scopes counted with their members."}
//   - {name: mostSensitive, type: strings, doc: "Up to five of them."}
//   - {name: evidence, type: strings, doc: "The trust and what lies behind it."}
// tags: [trust, reach, finding]
// ---
:param now => toString(datetime());

MATCH (s:Principal {kind: 'anyone'})-[t:CAN_ASSUME]->(role:Principal)
WHERE role.retiredAt IS NULL
CALL (role) {
  OPTIONAL MATCH p = SHORTEST 1 (role) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
  WITH p, r ORDER BY CASE r.sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 ELSE 2 END, CASE r.environment WHEN 'production' THEN 0 ELSE 1 END, r.id
  RETURN sum(CASE WHEN r IS NULL THEN 0 WHEN r:Scope THEN r.count ELSE 1 END) AS reaches, collect(coalesce(r.name, r.id))[0..5] AS mostSensitive, head(collect(CASE WHEN p IS NULL THEN null ELSE [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] END)) AS way
}
RETURN role.id AS principal, role.name AS name, s.id AS stranger, t.certainty AS certainty, coalesce(t.conditionKeys, []) AS conditionKeys, reaches, mostSensitive,
       ['Principal ' + coalesce(s.name, s.id) + ' -CAN_ASSUME-> '] + coalesce(way, ['Principal ' + coalesce(role.name, role.id)]) AS evidence
ORDER BY reaches DESC, principal
