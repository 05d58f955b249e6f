import { edges } from './edges.ts';
import { labels, nodes } from './labels.ts';
import type { EdgeType, Label } from './records.ts';
import type { PropSpecs } from './spec.ts';

/** The live type's counterpart for retired edges. */
export function wasType(type: EdgeType): string {
  return `${type}_WAS`;
}

/** Uniqueness of every key and an index for every property declared with one. Run by `migrate`; each can be run again. */
export function constraintStatements(): string[] {
  return labels.flatMap((label) => [
    `CREATE CONSTRAINT ${snake(label)}_id IF NOT EXISTS FOR (n:${label}) REQUIRE n.id IS UNIQUE`,
    ...indexed(nodes[label].props).map(
      (property) => `CREATE INDEX ${snake(label)}_${snake(property)} IF NOT EXISTS FOR (n:${label}) ON (n.${property})`,
    ),
  ]);
}

function indexed(props: PropSpecs): string[] {
  return Object.entries(props)
    .filter(([, spec]) => spec.index === true)
    .map(([name]) => name);
}

function snake(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/**
 * The texts the loader runs, by label and type. `$in.rows` holds `{id, p}` or `{from, to, p}`; `p` is the whole property
 * map. What is created is sent as short as can be: `$in.same` holds the properties that are the same for all rows; a row of
 * nodes is the others, a row of edges `[from, [[to, the others], …]]`. Everything is in one parameter that is a map: the planner makes a plan for each order of magnitude of a list or text
 * that is a parameter itself, and a plan takes longer than a small batch.
 */
export const loadText = {
  readNodes: (label: Label): string => `UNWIND $in.ids AS id MATCH (n:${label} {id: id}) RETURN properties(n) AS p`,
  createNodes: (label: Label): string =>
    `UNWIND $in.rows AS row CREATE (n:${label}) SET n = row, n += $in.same RETURN count(n) AS n`,
  setNodes: (label: Label): string =>
    `UNWIND $in.rows AS row MATCH (n:${label} {id: row.id}) SET n = row.p RETURN count(n) AS n`,
  stubNodes: (label: Label): string =>
    `UNWIND $in.ids AS id MERGE (n:${label} {id: id}) ON CREATE SET n.known = false, n.firstSeen = $in.at
     ON MATCH SET n.known = CASE WHEN n.retiredAt IS NULL THEN n.known ELSE false END, n.retiredAt = null`,
  readEdges: (type: EdgeType, from: Label, to: Label): string =>
    `UNWIND $in.rows AS row MATCH (a:${from} {id: row.from})-[r:${type}]->(b:${to} {id: row.to}) RETURN row.i AS i, properties(r) AS p`,
  /** `ends`: `living` where no end can be retired, which saves looking. */
  createEdges: (type: EdgeType, from: Label, to: Label, ends: 'living' | 'any'): string =>
    `UNWIND $in.rows AS row MATCH (a:${from} {id: row[0]}) ${ends === 'any' ? 'WHERE a.retiredAt IS NULL' : ''}
     UNWIND row[1] AS tie MATCH (b:${to} {id: tie[0]}) ${ends === 'any' ? 'WHERE b.retiredAt IS NULL' : ''}
     CREATE (a)-[r:${type}]->(b) SET r = $in.same, r += tie[1] RETURN count(r) AS n`,
  setEdges: (type: EdgeType, from: Label, to: Label): string =>
    `UNWIND $in.rows AS row MATCH (a:${from} {id: row.from})-[r:${type}]->(b:${to} {id: row.to}) SET r = row.p RETURN count(r) AS n`,
  retireEdges: (type: EdgeType, from: Label, to: Label): string =>
    `UNWIND $in.rows AS row MATCH (a:${from} {id: row.from})-[r:${type}]->(b:${to} {id: row.to})
     CREATE (a)-[w:${wasType(type)}]->(b) SET w = properties(r), w.from = coalesce(r.from, r.firstSeen, $in.at), w.to = $in.at
     DELETE r RETURN count(w) AS n`,
} as const;

/** Labels an edge type may start from and end at, for reading all of its edges. */
export function pairsOf(type: EdgeType): readonly (readonly [Label, Label])[] {
  return edges[type].pairs;
}
