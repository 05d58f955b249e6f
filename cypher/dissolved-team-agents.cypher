// ---
// title: Agents of dissolved teams
// question: Which agents belong to a team that was dissolved, what do they still reach, and who led the team last?
// answers: [S10, M2]
// parameters:
//   - {name: teams, type: strings, default: [], doc: "Keys of teams to ask about; all when empty."}
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: team, type: key, doc: "The team."}
//   - {name: teamName, type: string, doc: "Its name."}
//   - {name: dissolvedAt, type: instant, doc: "When it was dissolved."}
//   - {name: reaches, type: int, doc: "Production resources it still reaches."}
//   - {name: mostSensitive, type: strings, doc: "Up to five of them."}
//   - {name: routeTo, type: key, doc: "The team's last manager, whatever they do now, else the first active one above."}
//   - {name: routeName, type: string, doc: "Their name."}
//   - {name: route, type: string, doc: "Why it goes there."}
//   - {name: evidence, type: strings, doc: "How it belongs to the team and the path to production."}
// tags: [people, finding]
// ---
:param now => toString(datetime());
:param teams => [];

MATCH (t:Team {status: 'dissolved'}) WHERE size($teams) = 0 OR t.id IN $teams
CALL (t) {
  MATCH (t)-[o:OWNS]->(a:Agent) RETURN a, o.basis[0] AS belongs
  UNION
  MATCH (a:Agent) WHERE any(tag IN coalesce(a.tags, []) WHERE toLower(tag) = 'team=' + toLower(t.name) OR toLower(tag) = 'team=' + last(split(t.id, ':')))
  RETURN a, 'its team tag names ' + t.name AS belongs
}
WITH t, a, belongs WHERE a.retiredAt IS NULL
WITH t, a, collect(DISTINCT belongs) AS belongs
CALL (a) {
  OPTIONAL MATCH p = SHORTEST 1 (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
  WHERE r.environment = 'production' OR (r:Scope AND EXISTS { (m:Resource {environment: 'production'}) WHERE m.path >= r.lo AND m.path < r.hi AND m.kind = r.kind
       AND m.retiredAt IS NULL AND NOT EXISTS { (h)-[w:CAN_EXCEPT]->(m) WHERE h = nodes(p)[-2] AND all(l IN coalesce(last(relationships(p)).certain, []) + coalesce(last(relationships(p)).possible, []) + coalesce(last(relationships(p)).unknown, []) WHERE l IN w.levels) } })
  WITH p, r ORDER BY CASE r.sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 ELSE 2 END, r.id
  RETURN count(r) AS reaches, collect(coalesce(r.name, r.id))[0..5] AS mostSensitive, head(collect(CASE WHEN p IS NULL THEN null ELSE [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] END)) AS way
}
OPTIONAL MATCH (t)-[duty:FALLS_TO]->(m:Human)
RETURN a.id AS agent, a.name AS agentName, t.id AS team, t.name AS teamName, t.dissolvedAt AS dissolvedAt, reaches, mostSensitive, m.id AS routeTo, m.name AS routeName,
       coalesce(duty.reason, 'nobody active is left who led ' + t.name) AS route,
       ['Agent ' + coalesce(a.name, a.id)] + belongs + coalesce(way, []) AS evidence
ORDER BY reaches DESC, agent
