// ---
// title: Bedrock agents that can read a resource
// question: Which Bedrock agents have access to this bucket or database at a level?
// answers: [M7.2]
// parameters:
//   - {name: resource, type: key, label: Resource, doc: "Key of the resource; the data of a bucket is <bucket ARN>/*."}
//   - {name: level, type: level, default: Read, doc: "Read, List, Write, Tagging or Permissions."}
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: role, type: key, doc: "The role it runs as."}
//   - {name: certainty, type: string, doc: "`certain`, `conditional` (of the grant or of a step on the way) or `unknown`."}
//   - {name: conditionKeys, type: strings, doc: "Condition keys that decide."}
//   - {name: owner, type: key, doc: "Its owner."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "The surest path, the shortest of those."}
// tags: [reach, resource, bedrock]
// ---
:param now => toString(datetime());
:param resource => 'arn:aws:s3:::example-bucket/*';
:param level => 'Read';

MATCH (r:Resource {id: $resource}) WHERE r.retiredAt IS NULL
// To read a bucket is to read what it holds: the bucket's own Read is about its settings.
OPTIONAL MATCH (r)-[:CONTAINS]->(o:Resource {kind: 's3:object'}) WHERE r.kind = 's3:bucket' AND $level = 'Read'
WITH coalesce(o, r) AS t
CALL (t) {
  MATCH (h)-[g:CAN|GRANTED_ON]->(t) RETURN h, g, [] AS except, null AS through
  UNION ALL
  MATCH (scope:Scope) WHERE scope.lo <= t.path AND t.path < scope.hi AND scope.kind = t.kind
  MATCH (h)-[g:CAN]->(scope)
  OPTIONAL MATCH (h)-[x:CAN_EXCEPT]->(t)
  RETURN h, g, coalesce(x.levels, []) AS except, null AS through
  UNION ALL
  MATCH (c:Resource)-[:CONTAINS*1..8]->(t)
  WITH DISTINCT c, t
  MATCH (h)-[g:CAN|GRANTED_ON]->(c)
  WHERE (type(g) = 'GRANTED_ON' OR NOT c.id STARTS WITH 'arn:') AND NOT coalesce(c.kind, '') = 's3:bucket' AND NOT coalesce(t.kind, '') IN ['s3:object', 'github:actions-secret']
  RETURN h, g, [] AS except, c AS through
}
WITH t, h, g, through, CASE WHEN $level IN except THEN 9 WHEN $level IN coalesce(g.certain, []) THEN 0 WHEN $level IN coalesce(g.possible, []) THEN 1 WHEN $level IN coalesce(g.unknown, []) THEN 2 ELSE 9 END AS given
WHERE given < 9 AND (NOT h:Credential OR (coalesce(h.status, 'active') IN ['active', 'unknown'] AND coalesce(h.expiresAt, '9999') > $now))
WITH t, h, g, through, given ORDER BY given
WITH t, h, head(collect({g: g, through: through, given: given})) AS grant
// How surely each agent can act as the holder, 0 certain, 1 conditional, 2 unknown; the whole way is no surer than its least sure part.
UNWIND [0, 1, 2] AS worst
MATCH p = SHORTEST 1 (a:Agent) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)) AND CASE coalesce(e.certainty, 'certain') WHEN 'certain' THEN 0 WHEN 'conditional' THEN 1 ELSE 2 END <= worst)+ (h)
WHERE a.kind IN ['bedrock-agent', 'agentcore-runtime', 'agentcore-harness'] AND a.retiredAt IS NULL
WITH a, t, p, grant, CASE WHEN grant.given > worst THEN grant.given ELSE worst END AS rank ORDER BY rank, length(p), h.id
WITH a, t, head(collect({p: p, grant: grant, rank: rank})) AS best
WITH a, t, best.p AS p, best.grant AS grant, best.rank AS rank
RETURN a.id AS agent, a.name AS agentName, head([(a)-[:RUNS_AS]->(role) WHERE role.kind = 'iam-role' | role.id]) AS role,
       ['certain', 'conditional', 'unknown'][rank] AS certainty,
       CASE rank WHEN 0 THEN [] ELSE coalesce(grant.g.conditionKeys, []) + reduce(keys = [], r IN relationships(p) | keys + coalesce(r.conditionKeys, [])) END AS conditionKeys,
       head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + CASE coalesce(relationships(p)[i - 1].certainty, 'certain') WHEN 'certain' THEN '' ELSE ' (' + relationships(p)[i - 1].certainty + ')' END + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] +
       CASE WHEN grant.through IS NULL THEN [] ELSE ['-' + type(grant.g) + '-> Resource ' + coalesce(grant.through.name, grant.through.id)] END +
       ['-' + CASE WHEN grant.through IS NULL THEN type(grant.g) ELSE 'CONTAINS' END + '-> Resource ' + coalesce(t.name, t.id)] AS evidence
ORDER BY certainty, agent
