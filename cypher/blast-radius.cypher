// ---
// title: Blast radius of an agent
// question: What can this agent reach, at which access level, and over which path?
// answers: [M1, S1]
// parameters:
//   - {name: agent, type: key, label: Agent, doc: "Key of the agent."}
// columns:
//   - {name: resource, type: key, doc: "The resource, or the scope where a grant is broad."}
//   - {name: name, type: string, doc: "Its name."}
//   - {name: kind, type: string, doc: "`<service>:<type>`."}
//   - {name: count, type: int, doc: "1, or the number of resources in the scope."}
//   - {name: environment, type: string, doc: "Its environment."}
//   - {name: sensitivity, type: string, doc: "Its sensitivity."}
//   - {name: certain, type: strings, doc: "Levels granted without condition on the shortest path."}
//   - {name: possible, type: strings, doc: "Levels granted under conditions."}
//   - {name: conditionKeys, type: strings, doc: "The condition keys that decide."}
//   - {name: evidence, type: strings, doc: "The shortest path."}
// tags: [reach, agent]
// ---
:param agent => 'arn:aws:bedrock:eu-west-1:111122223333:agent/EXAMPLE';

MATCH p = SHORTEST 1 (a:Agent {id: $agent}) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND coalesce(e.delegated, false) = false)+ (r:Resource|Scope)
WITH p, r, last(relationships(p)) AS grant
RETURN r.id AS resource, coalesce(r.name, r.lo) AS name, r.kind AS kind, CASE WHEN r:Scope THEN r.count ELSE 1 END AS count,
       r.environment AS environment, r.sensitivity AS sensitivity, coalesce(grant.certain, []) AS certain, coalesce(grant.possible, []) AS possible,
       coalesce(grant.conditionKeys, []) AS conditionKeys, [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + coalesce(nodes(p)[i].name, nodes(p)[i].id)] AS evidence
ORDER BY CASE sensitivity WHEN 'customer-data' THEN 0 WHEN 'pii' THEN 1 WHEN 'confidential' THEN 2 ELSE 3 END,
         CASE environment WHEN 'production' THEN 0 ELSE 1 END, kind, resource
