import type { Graph } from '../../graph/index.ts';
import { edge, ref } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';
import { NameBook, type OwnershipClue, readClues } from './evidence.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** A clue about a credential or principal counts for the agent that uses it, but less. */
const THROUGH_CREDENTIAL = 0.85;
const THROUGH_PRINCIPAL = 0.7;

/** Owners of agents, principals and credentials, computed from all evidence. No verdict means unknown: an orphan, never a guess. */
export const ownershipJob = deriveJob({
  id: 'ownership',
  title: 'Owners from evidence',
  reads: ['Evidence', 'Human', 'HAS_ACCOUNT', 'Agent', 'Credential', 'USES', 'AUTHENTICATES_AS', 'RUNS_AS'],
  writes: ['OWNS'],
  async *run({ graph }) {
    const book = await NameBook.read(graph);
    const clues = new Map<string, OwnershipClue[]>();
    for await (const clue of readClues(graph, book)) add(clues, clue);
    for await (const clue of holderClues(graph)) add(clues, clue);
    for (const clue of await inherited(graph, clues)) add(clues, clue);
    for (const about of clues.values()) {
      const verdict = verdictOf(about);
      const subject = about[0];
      if (verdict !== undefined && subject !== undefined) yield ownsEdge(verdict, subject);
    }
  },
});

function add(clues: Map<string, OwnershipClue[]>, clue: OwnershipClue): void {
  const list = clues.get(clue.subject);
  if (list === undefined) clues.set(clue.subject, [clue]);
  else list.push(clue);
}

function ownsEdge(verdict: Verdict, subject: OwnershipClue) {
  const props = {
    confidence: verdict.confidence,
    verdict: verdict.verdict,
    basis: verdict.basis,
    evidence: verdict.evidence,
  };
  const to = ref(subject.subjectLabel, subject.subject);
  return verdict.ownerLabel === 'Human'
    ? edge('OWNS', ref('Human', verdict.owner), to, props)
    : edge('OWNS', ref('Team', verdict.owner), to, props);
}

/** A credential that authenticates as a person's own account belongs to that person. */
async function* holderClues(graph: Graph): AsyncGenerator<OwnershipClue> {
  const text = `MATCH (h:Human)-[:HAS_ACCOUNT]->(p:Principal)<-[:AUTHENTICATES_AS]-(c:Credential)
                RETURN h.id AS owner, c.id AS subject, p.id AS account, coalesce(h.name, h.email, h.id) AS name, c.kind AS kind`;
  for await (const row of graph.stream(text)) {
    yield {
      subject: row['subject'] as string,
      subjectLabel: 'Credential',
      owner: row['owner'] as string,
      ownerLabel: 'Human',
      kind: 'credential-holder',
      evidence: row['account'] as string,
      says: `${String(row['name'])} holds the account that the credential authenticates as`,
      at: undefined,
      strength: 1,
    };
  }
}

/** What is known of an agent's credentials and principal speaks for the agent as well. */
async function inherited(graph: Graph, clues: ReadonlyMap<string, readonly OwnershipClue[]>): Promise<OwnershipClue[]> {
  const found: OwnershipClue[] = [];
  const text = `MATCH (a:Agent)-[r:USES|RUNS_AS]->(x) WHERE a.retiredAt IS NULL
                OPTIONAL MATCH (x)-[:AUTHENTICATES_AS]->(p:Principal) WHERE r.basis IS NOT NULL
                RETURN a.id AS agent, type(r) AS via, x.id AS through, p.id AS principal`;
  for await (const row of graph.stream(text)) {
    const agent = row['agent'] as string;
    const strength = row['via'] === 'USES' ? THROUGH_CREDENTIAL : THROUGH_PRINCIPAL;
    found.push(...passedOn(clues.get(row['through'] as string), agent, strength));
    if (row['principal'] !== null)
      found.push(...passedOn(clues.get(row['principal'] as string), agent, THROUGH_PRINCIPAL));
  }
  return found;
}

function passedOn(clues: readonly OwnershipClue[] | undefined, agent: string, strength: number): OwnershipClue[] {
  return (clues ?? []).map((clue) => ({
    ...clue,
    subject: agent,
    subjectLabel: 'Agent',
    strength: clue.strength * strength,
  }));
}
