// ---
// title: Agents that act without asking
// question: Which agents on developer machines run with auto-approval, without sandbox, or with unpinned packages?
// answers: [M6]
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: agentName, type: string, doc: "Its name."}
//   - {name: device, type: string, doc: "The machine."}
//   - {name: facts, type: strings, doc: "The settings."}
//   - {name: credentials, type: int, doc: "Credentials it holds."}
//   - {name: owner, type: key, doc: "Its owner."}
//   - {name: ownerName, type: string, doc: "Their name."}
//   - {name: evidence, type: strings, doc: "Where it was seen."}
// tags: [endpoint, hygiene]
// ---

MATCH (a:Agent)-[:RUNS_ON]->(d:Device) WHERE a.retiredAt IS NULL AND size(coalesce(a.riskFacts, [])) > 0
RETURN a.id AS agent, a.name AS agentName, coalesce(d.name, d.id) AS device, a.riskFacts AS facts, count { (a)-[:USES]->(:Credential) } AS credentials, head([(h:Human)-[:OWNS]->(a) | h.id]) AS owner, head([(h:Human)-[:OWNS]->(a) | coalesce(h.name, h.id)]) AS ownerName,
       ['Agent ' + coalesce(a.name, a.id) + ' -RUNS_ON-> Device ' + coalesce(d.name, d.id)] + a.riskFacts AS evidence
ORDER BY size(facts) DESC, agent
