// ---
// title: Blast radius of an agent as of a time
// question: What could this agent reach at this time, at which access level, and over which path?
// answers: [M1, S1]
// parameters:
//   - {name: agent, type: key, label: Agent, doc: "Key of the agent."}
//   - {name: at, type: instant, doc: "The time (UTC), or a number of days back. What was collected by then counts, as it was collected."}
// columns:
//   - {name: resource, type: key, doc: "The resource, or the scope where a grant is broad."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "`<service>:<type>`."}
//   - {name: count, type: int, doc: "1, or the number of resources in the scope."}
//   - {name: environment, type: string, doc: "Its environment."}
//   - {name: sensitivity, type: string, doc: "Its sensitivity."}
//   - {name: certain, type: strings, doc: "Levels that some way gives without condition."}
//   - {name: possible, type: strings, doc: "Levels that are there at best under conditions, of the grant or of a step on the way."}
//   - {name: unknown, type: strings, doc: "Levels that could not be decided, because something could not be read."}
//   - {name: conditionKeys, type: strings, doc: "The condition keys that decide."}
//   - {name: evidence, type: strings, doc: "The surest path, the shortest of those."}
// tags: [reach, agent, history]
// ---
:param agent => 'arn:aws:bedrock:eu-west-1:111122223333:agent/EXAMPLE';
:param at => '2026-01-01T00:00:00.000Z';

// Credentials whose status has changed since, by what it was.
OPTIONAL MATCH (c:Change {property: 'status'}) WHERE c.at > $at
WITH c ORDER BY c.at
WITH c.subject AS subject, collect(c)[0].before AS before
WITH [one IN collect({id: subject, opens: coalesce(before, '"active"') IN ['"active"', '"unknown"']}) WHERE one.id IS NOT NULL] AS changed
WITH [one IN changed WHERE one.opens | one.id] AS opened, [one IN changed WHERE NOT one.opens | one.id] AS closed
// How surely the agent can act as each holder of grants: 0 certain, 1 conditional, 2 unknown.
MATCH (a:Agent {id: $agent}) UNWIND [0, 1, 2] AS worst
MATCH p = SHORTEST 1 (a) ((x)-[e:USES|USES_WAS|RUNS_AS|RUNS_AS_WAS|DELEGATES_TO|DELEGATES_TO_WAS|HAS_TOOL|HAS_TOOL_WAS|SAME_AS|SAME_AS_WAS|AUTHENTICATES_AS|AUTHENTICATES_AS_WAS|MEMBER_OF|MEMBER_OF_WAS|CAN_ASSUME|CAN_ASSUME_WAS|IN_TRUST_GROUP|IN_TRUST_GROUP_WAS|HAS_ACCESS|HAS_ACCESS_WAS|CAN_OBTAIN|CAN_OBTAIN_WAS]->(y) WHERE coalesce(e.from, e.firstSeen) <= $at AND coalesce(e.to, '9999') > $at AND NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (NOT y.id IN closed AND (y.id IN opened OR coalesce(y.status, 'active') IN ['active', 'unknown']) AND coalesce(y.expiresAt, '9999') > $at)) AND CASE coalesce(e.certainty, 'certain') WHEN 'certain' THEN 0 WHEN 'conditional' THEN 1 ELSE 2 END <= worst)+ (h:AccessProfile|Principal|Credential)
WITH h, p, worst ORDER BY worst, length(p)
WITH h, head(collect({p: p, rank: worst})) AS way
WITH collect({h: h, p: way.p, rank: way.rank}) AS ways
// What is granted to them, by target.
UNWIND ways AS way
WITH ways, way, way.h AS h
MATCH (h)-[g:CAN|CAN_WAS|GRANTED_ON|GRANTED_ON_WAS]->(t:Resource|Scope) WHERE coalesce(g.from, g.firstSeen) <= $at AND coalesce(g.to, '9999') > $at AND (coalesce(g.certain, g.possible, g.unknown) IS NULL OR size(coalesce(g.certain, []) + coalesce(g.possible, []) + coalesce(g.unknown, [])) > 0)
WITH ways, t, collect({way: way, g: g, except: [], through: null}) AS own
WITH ways, collect({t: t, own: own}) AS targets
WITH ways, targets, [one IN targets WHERE one.t:Scope] AS scopes
UNWIND targets AS target
WITH ways, scopes, target.t AS t, target.own AS own
// A resource also has what scopes give it, less the holder's exceptions, and what its containers share with it.
CALL (t, own, scopes, ways) {
  UNWIND own AS part RETURN part
  UNION ALL
  UNWIND [s IN scopes WHERE t:Resource AND s.t.kind = t.kind AND s.t.lo <= t.path AND t.path < s.t.hi] AS s
  UNWIND s.own AS one
  WITH t, one, one.way.h AS h
  OPTIONAL MATCH (h)-[x:CAN_EXCEPT|CAN_EXCEPT_WAS]->(t) WHERE coalesce(x.from, x.firstSeen) <= $at AND coalesce(x.to, '9999') > $at
  RETURN {way: one.way, g: one.g, except: coalesce(x.levels, []), through: null} AS part
  UNION ALL
  MATCH (c:Resource) ((:Resource)-[k:CONTAINS|CONTAINS_WAS]->(:Resource) WHERE coalesce(k.from, k.firstSeen) <= $at AND coalesce(k.to, '9999') > $at){1,8} (t:Resource)
  WITH DISTINCT c, t, ways
  UNWIND ways AS way
  WITH c, t, way, way.h AS h
  MATCH (h)-[g:CAN|CAN_WAS|GRANTED_ON|GRANTED_ON_WAS]->(c) WHERE coalesce(g.from, g.firstSeen) <= $at AND coalesce(g.to, '9999') > $at AND (coalesce(g.certain, g.possible, g.unknown) IS NULL OR size(coalesce(g.certain, []) + coalesce(g.possible, []) + coalesce(g.unknown, [])) > 0)
    AND (type(g) STARTS WITH 'GRANTED_ON' OR NOT c.id STARTS WITH 'arn:') AND NOT coalesce(c.kind, '') = 's3:bucket' AND NOT coalesce(t.kind, '') IN ['s3:object', 'github:actions-secret']
  RETURN {way: way, g: g, except: [], through: c} AS part
}
// Each level as sure as its surest way: no surer than any step on it, and no surer than the grant.
WITH t, part, [l IN ['Read', 'List', 'Write', 'Tagging', 'Permissions'] WHERE NOT l IN part.except |
     {level: l, rank: CASE WHEN l IN coalesce(part.g.certain, []) THEN part.way.rank
                           WHEN l IN coalesce(part.g.possible, []) THEN CASE WHEN part.way.rank > 1 THEN 2 ELSE 1 END
                           WHEN l IN coalesce(part.g.unknown, []) THEN 2 ELSE 9 END}] AS levels
WITH t, part, levels, part.way.rank + reduce(best = 2, l IN levels | CASE WHEN l.rank < best THEN l.rank ELSE best END) AS doubt
ORDER BY doubt, length(part.way.p)
WITH t, collect(part) AS parts, collect(levels) AS lists
WITH t, parts, [l IN ['Read', 'List', 'Write', 'Tagging', 'Permissions'] |
     {level: l, rank: reduce(best = 9, list IN lists | reduce(b = best, one IN list | CASE WHEN one.level = l AND one.rank < b THEN one.rank ELSE b END))}] AS levels
WITH t, levels, parts[0] AS best, parts[0].way.p AS p, [l IN levels WHERE l.rank = 1 | l.level] AS possible,
     reduce(all = [], part IN parts | all + coalesce(part.g.conditionKeys, []) + reduce(keys = [], r IN relationships(part.way.p) | keys + coalesce(r.conditionKeys, []))) AS keys
RETURN t.id AS resource, coalesce(t.name, t.lo) AS name, t.kind AS kind, CASE WHEN t:Scope THEN t.count ELSE 1 END AS count,
       t.environment AS environment, t.sensitivity AS sensitivity, [l IN levels WHERE l.rank = 0 | l.level] AS certain, possible,
       [l IN levels WHERE l.rank = 2 | l.level] AS unknown,
       CASE WHEN size(possible) = 0 THEN [] ELSE reduce(all = [], key IN keys | CASE WHEN key IN all THEN all ELSE all + key END) END AS conditionKeys,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + replace(type(relationships(p)[i - 1]), '_WAS', '') + CASE coalesce(relationships(p)[i - 1].certainty, 'certain') WHEN 'certain' THEN '' ELSE ' (' + relationships(p)[i - 1].certainty + ')' END + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] +
       CASE WHEN best.through IS NULL THEN [] ELSE ['-' + replace(type(best.g), '_WAS', '') + '-> Resource ' + coalesce(best.through.name, best.through.id)] END +
       ['-' + CASE WHEN best.through IS NULL THEN replace(type(best.g), '_WAS', '') ELSE 'CONTAINS' END + '-> ' + labels(t)[0] + ' ' + coalesce(t.name, t.id)] AS evidence
ORDER BY CASE sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 WHEN 'confidential' THEN 2 ELSE 3 END,
         CASE environment WHEN 'production' THEN 0 ELSE 1 END, kind, resource
