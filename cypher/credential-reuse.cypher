// ---
// title: Credentials kept in several places
// question: Which credentials lie in more than one place, such as a secret store, a .env file and an MCP configuration?
// answers: [S14]
// columns:
//   - {name: credential, type: key, doc: "The credential."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: places, type: strings, doc: "Keys of the places."}
//   - {name: placeKinds, type: strings, doc: "Their kinds."}
//   - {name: agents, type: strings, doc: "Agents that use it."}
//   - {name: principal, type: key, doc: "Whom it authenticates as."}
//   - {name: evidence, type: strings, doc: "Where it lies."}
// tags: [credentials, finding]
// ---

MATCH (c:Credential)-[:SAME_AS*0..1]-(one:Credential)-[s:STORED_IN]->(place)
WHERE c.retiredAt IS NULL
WITH c, place, head(collect(s)) AS s ORDER BY place.id
WITH c, collect({place: place, as: s.as}) AS places
WHERE size(places) > 1 AND NOT EXISTS { (c)-[:SAME_AS]-(o:Credential) WHERE o.id < c.id }
RETURN c.id AS credential, c.kind AS kind, [one IN places | one.place.id] AS places,
       [one IN places | coalesce(one.place.kind, toLower(labels(one.place)[0]))] AS placeKinds,
       [(a:Agent)-[:USES]->(c) | coalesce(a.name, a.id)] AS agents, head([(c)-[:AUTHENTICATES_AS]->(p) | p.id]) AS principal,
       ['Credential ' + coalesce(c.name, c.id)] + [one IN places | '-STORED_IN-> ' + labels(one.place)[0] + ' ' + coalesce(one.place.name, one.place.id) + coalesce(' as ' + one.as, '')] AS evidence
ORDER BY size(places) DESC, credential
