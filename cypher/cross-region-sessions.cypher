// ---
// title: Credentials used from several regions
// question: Which credentials and sessions were used from more than one network or region within a time?
// answers: [S7, M3]
// parameters:
//   - {name: since, type: instant, default: 30d, doc: "Within this time (UTC), or a number of days back."}
// columns:
//   - {name: credential, type: key, doc: "The credential, or the session of a role."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: networks, type: strings, doc: "Networks."}
//   - {name: regions, type: strings, doc: "Regions."}
//   - {name: agents, type: strings, doc: "Agents that use it."}
//   - {name: lastUsedAt, type: instant, doc: "The latest use."}
//   - {name: evidence, type: strings, doc: "Each origin with its first and last time."}
// tags: [usage, behaviour]
// ---
:param since => '2026-01-01T00:00:00.000Z';

MATCH (c:Credential|Session)-[f:USED_FROM]->(o:Origin) WHERE f.last >= $since
WITH c, collect({f: f, o: o}) AS uses, collect(DISTINCT o.network) AS networks, collect(DISTINCT o.region) AS regions, max(f.last) AS lastUsedAt
WITH *, [(a:Agent)-[:USES]->(c) | a.id] + [(c)-[:OF]->(:Principal)<-[:RUNS_AS]-(a:Agent) | a.id] AS agents
// A person's session is also used by services on their behalf; an agent's comes from its service, and from nowhere else.
WHERE size([one IN networks WHERE size(agents) > 0 OR NOT one ENDS WITH '.amazonaws.com']) > 1 OR size(regions) > 1
RETURN c.id AS credential, coalesce(c.kind, 'session') AS kind, networks, regions, agents, lastUsedAt,
       [labels(c)[0] + ' ' + coalesce(c.name, c.id)] + [one IN uses | '-USED_FROM (' + one.f.count + ' times, ' + one.f.first + ' to ' + one.f.last + ')-> ' + one.o.id] AS evidence
ORDER BY size(networks) + size(regions) DESC, credential
