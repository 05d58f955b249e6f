// ---
// title: Agents that can reach a resource
// question: Which agents can reach this resource at a level, and over which path?
// answers: [M7.2]
// parameters:
//   - {name: resource, type: key, label: Resource, doc: "Key of the resource; the data of a bucket is <bucket ARN>/*."}
//   - {name: level, type: level, default: Read, doc: "Read, List, Write, Tagging or Permissions."}
//   - {name: kind, type: string, default: "", doc: "Only agents of this kind, such as bedrock-agent; empty for all."}
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: certainty, type: string, doc: "`certain` or `conditional`."}
//   - {name: owner, type: string, doc: "Its owner."}
//   - {name: evidence, type: strings, doc: "The shortest path."}
// tags: [reach, resource]
// ---
:param resource => 'arn:aws:s3:::example-bucket/*';
:param level => 'Read';
:param kind => '';

MATCH (target:Resource {id: $resource})
CALL (target) {
  MATCH (holder)-[grant:CAN|GRANTED_ON]->(target) RETURN holder, grant
  UNION
  MATCH (scope:Scope) WHERE scope.lo <= target.path AND target.path < scope.hi AND scope.kind = target.kind
  MATCH (holder)-[grant:CAN]->(scope) WHERE NOT EXISTS { (holder)-[:CAN_EXCEPT]->(target) }
  RETURN holder, grant
  UNION
  MATCH (above:Resource)-[:CONTAINS*1..4]->(target)
  WHERE above.kind <> 's3:bucket'
  MATCH (holder)-[grant:CAN|GRANTED_ON]->(above) RETURN holder, grant
}
WITH target, holder, grant WHERE $level IN coalesce(grant.certain, []) OR $level IN coalesce(grant.possible, [])
MATCH p = SHORTEST 1 (a:Agent) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN]->(y)
                                WHERE NOT x:Resource AND coalesce(e.delegated, false) = false)+ (holder)
WHERE a.retiredAt IS NULL AND ($kind = '' OR a.kind = $kind)
WITH a, target, p, grant ORDER BY length(p), holder.id
WITH a, target, head(collect({p: p, grant: grant})) AS best, max(CASE WHEN $level IN coalesce(grant.certain, []) THEN 1 ELSE 0 END) AS sure
WITH a, target, best.p AS p, best.grant AS grant, sure
RETURN a.id AS agent, a.name AS agentName, a.kind AS kind, CASE sure WHEN 1 THEN 'certain' ELSE 'conditional' END AS certainty,
       head([(h:Human|Team)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS owner,
       [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + coalesce(nodes(p)[i].name, nodes(p)[i].id)] + ['-' + type(grant) + '-> Resource ' + coalesce(target.name, target.id)] AS evidence
ORDER BY certainty, agent
