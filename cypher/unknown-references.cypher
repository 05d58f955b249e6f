// ---
// title: Things referred to that no source describes
// question: Which principals, credentials and resources are referred to but described by no source that was read?
// answers: [M1]
// columns:
//   - {name: thing, type: key, doc: "Its key."}
//   - {name: label, type: string, doc: "Its label."}
//   - {name: references, type: int, doc: "Edges that refer to it."}
//   - {name: evidence, type: strings, doc: "Up to five of those edges."}
// tags: [coverage]
// ---

MATCH (n:Principal|Credential|Resource|Agent) WHERE n.known = false AND n.retiredAt IS NULL
MATCH (n)-[r]-(m) WHERE r.to IS NULL
WITH n, count(r) AS references, collect(labels(m)[0] + ' ' + coalesce(m.name, m.id) + ' -' + type(r) + '- ' + labels(n)[0] + ' ' + n.id)[0..5] AS ways
RETURN n.id AS thing, labels(n)[0] AS label, references, ways AS evidence
ORDER BY references DESC, thing
