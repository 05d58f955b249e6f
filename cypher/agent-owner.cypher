// ---
// title: Who owns this agent, and what else do they own
// question: Who owns this agent, why do we think so, and which other agents does this person own?
// answers: [M7.6, M2]
// parameters:
//   - {name: agent, type: key, label: Agent, doc: "Key of the agent."}
// columns:
//   - {name: owner, type: key, doc: "The owner."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: ownerStatus, type: string, doc: "active, suspended or departed."}
//   - {name: verdict, type: string, doc: "asserted or likely."}
//   - {name: confidence, type: float, doc: "0 to 1."}
//   - {name: manager, type: string, doc: "The owner's manager."}
//   - {name: team, type: string, doc: "Their team."}
//   - {name: otherAgents, type: strings, doc: "Keys of the other agents they own."}
//   - {name: evidence, type: strings, doc: "Why, strongest first."}
// tags: [people, ownership]
// ---
:param agent => 'arn:aws:bedrock:eu-west-1:111122223333:agent/EXAMPLE';

MATCH (a:Agent {id: $agent})<-[o:OWNS]-(h:Human|Team)
RETURN h.id AS owner, coalesce(h.name, h.id) AS ownerName, h.status AS ownerStatus, o.verdict AS verdict, o.confidence AS confidence,
       head([(h)-[:REPORTS_TO]->(m) | coalesce(m.name, m.id)]) AS manager, head([(h)-[:MEMBER_OF]->(t:Team) | t.name]) AS team,
       [(h)-[:OWNS]->(b:Agent) WHERE b <> a | b.id] AS otherAgents, o.basis AS evidence
ORDER BY confidence DESC
