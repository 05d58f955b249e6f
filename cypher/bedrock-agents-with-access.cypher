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
//   - {name: certainty, type: string, doc: "certain or conditional."}
//   - {name: conditionKeys, type: strings, doc: "Condition keys that decide."}
//   - {name: owner, type: key, doc: "Its owner."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "The path."}
// tags: [reach, resource, bedrock]
// ---
:param resource => 'arn:aws:s3:::example-bucket/*';
:param level => 'Read';

MATCH (target:Resource {id: $resource})
MATCH (a:Agent) WHERE a.kind IN ['bedrock-agent', 'agentcore-runtime', 'agentcore-harness'] AND a.retiredAt IS NULL
MATCH p = SHORTEST 1 (a) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND coalesce(e.delegated, false) = false)+ (r:Resource|Scope)
WHERE r = target OR (r:Scope AND r.lo <= target.path AND target.path < r.hi AND r.kind = target.kind)
WITH a, target, p, last(relationships(p)) AS grant
WHERE $level IN coalesce(grant.certain, []) OR $level IN coalesce(grant.possible, [])
WITH a, target, p, grant ORDER BY CASE WHEN $level IN coalesce(grant.certain, []) THEN 0 ELSE 1 END, length(p)
WITH a, target, head(collect({p: p, grant: grant})) AS best
WITH a, target, best.p AS p, best.grant AS grant
RETURN a.id AS agent, a.name AS agentName, head([(a)-[:RUNS_AS]->(role) WHERE role.kind = 'iam-role' | role.id]) AS role,
       CASE WHEN $level IN coalesce(grant.certain, []) THEN 'certain' ELSE 'conditional' END AS certainty, coalesce(grant.conditionKeys, []) AS conditionKeys,
       head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName, [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + coalesce(nodes(p)[i].name, nodes(p)[i].id)] + CASE WHEN last(nodes(p)) = target THEN [] ELSE ['which covers Resource ' + coalesce(target.name, target.id)] END AS evidence
ORDER BY certainty, agent
