// ---
// title: What a compromised agent consumed
// question: Which credentials did this agent consume within a time, and which external endpoints and origins did any of them meet?
// answers: [M7.5, S6]
// parameters:
//   - {name: agent, type: key, label: Agent, doc: "Key of the agent."}
//   - {name: since, type: instant, default: 24h, doc: "Within this time (UTC), or a number of hours or days back."}
// columns:
//   - {name: credential, type: key, doc: "The credential."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: basis, type: string, doc: "How the agent has it."}
//   - {name: lastUsedAt, type: instant, doc: "Last use."}
//   - {name: origins, type: strings, doc: "Where it was used from."}
//   - {name: endpoints, type: strings, doc: "External hosts the agent, its device or the credential contacted."}
//   - {name: touched, type: strings, doc: "Resources it acted on."}
//   - {name: otherAgents, type: strings, doc: "Other agents that use it."}
//   - {name: evidence, type: strings, doc: "Where the agent has it from."}
// tags: [incident, usage]
// ---
:param agent => 'endpoint:EXAMPLE:agent:cursor';
:param since => '2026-01-01T00:00:00.000Z';

MATCH (a:Agent {id: $agent})-[:DELEGATES_TO*0..1]->(one:Agent)-[u:USES]->(c:Credential)
WITH a, c, collect({via: one, u: u}) AS uses
WITH a, c, uses, head([x IN uses | x.u]) AS u
WITH a, c, uses, u, [(c)-[f:USED_FROM]->(o:Origin) WHERE f.last >= $since | o.id] AS origins,
     [(a)-[k:CONTACTED]->(h:Endpoint) WHERE coalesce(k.last, $since) >= $since | h.host] + [(c)-[k:CONTACTED]->(h:Endpoint) WHERE coalesce(k.last, $since) >= $since | h.host] +
     [(a)-[:RUNS_ON]->(:Device)-[k:CONTACTED]->(h:Endpoint) WHERE coalesce(k.last, $since) >= $since | h.host] AS endpoints
WHERE u.last >= $since OR size(origins) > 0 OR u.last IS NULL
RETURN c.id AS credential, c.kind AS kind, u.basis AS basis, u.last AS lastUsedAt, origins, endpoints,
       [(c)-[t:TOUCHED]->(r:Resource) WHERE t.last >= $since | coalesce(r.name, r.id)] AS touched,
       [(o:Agent)-[:USES]->(c) WHERE o <> a | coalesce(o.name, o.id)] AS otherAgents,
       ['Agent ' + coalesce(a.name, a.id)] + [x IN uses | '-USES (' + x.u.basis + coalesce(', ' + x.u.via, '') + ')-> Credential ' + coalesce(c.name, c.id)] AS evidence
ORDER BY lastUsedAt DESC, credential
