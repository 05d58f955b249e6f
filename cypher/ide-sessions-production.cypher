// ---
// title: IDE agents that consumed a production credential
// question: Which IDE agents of a client consumed a credential that reaches production within a time, whose are they, and which resources were touched?
// answers: [M7.4]
// parameters:
//   - {name: client, type: string, default: cursor, doc: "The client such as cursor, claude-code or copilot; empty for all."}
//   - {name: since, type: instant, default: 7d, doc: "Consumed at or after this time (UTC), or a number of days back."}
// columns:
//   - {name: agent, type: key, doc: "The agent."}
//   - {name: client, type: string, doc: "Its client."}
//   - {name: developer, type: key, doc: "The developer."}
//   - {name: developerName, type: string, doc: "Their name."}
//   - {name: credential, type: key, doc: "The credential consumed."}
//   - {name: lastUsedAt, type: instant, doc: "Last use."}
//   - {name: uses, type: int, doc: "Uses seen."}
//   - {name: touched, type: strings, doc: "Resources the credential acted on, as events tell."}
//   - {name: evidence, type: strings, doc: "The path to a production resource."}
// tags: [usage, endpoint]
// ---
:param now => toString(datetime());
:param client => 'cursor';
:param since => '2026-01-01T00:00:00.000Z';

MATCH (a:Agent)-[u:USES]->(c:Credential)
WHERE a.retiredAt IS NULL AND ($client = '' OR a.client = $client) AND a.kind IN ['ide-agent', 'inferred', 'mcp-server', 'coding-agent'] AND u.last >= $since
MATCH p = SHORTEST 1 (c) ((x)-[e:USES|RUNS_AS|DELEGATES_TO|HAS_TOOL|SAME_AS|AUTHENTICATES_AS|MEMBER_OF|CAN_ASSUME|IN_TRUST_GROUP|HAS_ACCESS|CAN_OBTAIN|CAN|GRANTED_ON]->(y) WHERE NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND (NOT y:Credential OR (coalesce(y.status, 'active') IN ['active', 'unknown'] AND coalesce(y.expiresAt, '9999') > $now)))+ (r:Resource|Scope)
WHERE r.environment = 'production'
   OR (r:Scope AND EXISTS { (m:Resource {environment: 'production'}) WHERE m.path >= r.lo AND m.path < r.hi AND m.kind = r.kind
       AND m.retiredAt IS NULL AND NOT EXISTS { (h)-[w:CAN_EXCEPT]->(m) WHERE h = nodes(p)[-2] AND all(l IN coalesce(last(relationships(p)).certain, []) + coalesce(last(relationships(p)).possible, []) + coalesce(last(relationships(p)).unknown, []) WHERE l IN w.levels) } })
WITH a, u, c, p ORDER BY length(p)
WITH a, u, c, head(collect(p)) AS p
OPTIONAL MATCH (h:Human)-[:OWNS]->(a)
RETURN a.id AS agent, a.client AS client, h.id AS developer, h.name AS developerName, c.id AS credential, u.last AS lastUsedAt, u.count AS uses,
       [(c)-[t:TOUCHED]->(r:Resource) WHERE t.last >= $since | coalesce(r.name, r.id)] AS touched,
       ['Agent ' + coalesce(a.name, a.id) + ' -USES-> '] + [i IN range(0, length(p)) | CASE WHEN i = 0 THEN '' ELSE '-' + type(relationships(p)[i - 1]) + '-> ' END + labels(nodes(p)[i])[0] + ' ' + CASE WHEN nodes(p)[i]:AccessProfile THEN 'access of ' + coalesce(nodes(p)[i - 1].name, nodes(p)[i - 1].id) ELSE coalesce(nodes(p)[i].name, nodes(p)[i].id) END] AS evidence
ORDER BY lastUsedAt DESC, agent, credential
