// ---
// title: Credentials that nobody uses
// question: Which active long-lived credentials were not used since a time, or never?
// answers: [M1]
// parameters:
//   - {name: before, type: instant, default: 90d, doc: "Not used since this time (UTC), or a number of days back."}
// columns:
//   - {name: credential, type: key, doc: "The credential."}
//   - {name: kind, type: string, doc: "Its kind."}
//   - {name: system, type: string, doc: "Its system."}
//   - {name: principal, type: key, doc: "Whom it authenticates as."}
//   - {name: createdAt, type: instant, doc: "When it was issued."}
//   - {name: lastUsedAt, type: instant, doc: "Last use; empty for never, as far as its system tells."}
//   - {name: owner, type: string, doc: "Its owner."}
//   - {name: evidence, type: strings, doc: "What was looked at."}
// tags: [credentials, hygiene]
// ---
:param before => '2026-01-01T00:00:00.000Z';

MATCH (c:Credential) WHERE c.retiredAt IS NULL AND c.known AND c.lifetime = 'long-lived' AND coalesce(c.status, 'active') = 'active' AND c.system IN ['aws', 'okta', 'github', 'entra']
WITH c, $before AS limit, reduce(latest = '', last IN [(c)-[f:USED_FROM]->() | f.last] | CASE WHEN last > latest THEN last ELSE latest END) AS seen
WITH c, limit, CASE WHEN seen > coalesce(c.lastUsedAt, '') THEN seen ELSE c.lastUsedAt END AS lastUsedAt
WHERE coalesce(lastUsedAt, '') < limit AND coalesce(c.createdAt, '') < limit
RETURN c.id AS credential, c.kind AS kind, c.system AS system, head([(c)-[:AUTHENTICATES_AS]->(p) | p.id]) AS principal, c.createdAt AS createdAt, lastUsedAt,
       head([(h:Human)-[:OWNS]->(c) | coalesce(h.name, h.id)]) AS owner,
       ['Credential ' + coalesce(c.name, c.id), CASE WHEN lastUsedAt IS NULL THEN 'no use is on record' ELSE 'last used ' + lastUsedAt END] AS evidence
ORDER BY lastUsedAt, credential
