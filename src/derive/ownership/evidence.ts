import type { Graph } from '../../graph/index.ts';

/** What a kind of evidence is worth alone, and what it says. One table; "People and ownership" will learn the weights. */
export const EVIDENCE_WEIGHTS: Readonly<Record<string, { readonly weight: number; readonly says: string }>> = {
  'sponsor-field': { weight: 0.95, says: 'is its registered sponsor' },
  'owner-field': { weight: 0.9, says: 'is its registered owner' },
  'device-user': { weight: 0.9, says: 'is the user of the device it runs on' },
  assignee: { weight: 0.9, says: 'is assigned the seat' },
  creator: { weight: 0.85, says: 'created it' },
  consent: { weight: 0.85, says: 'consented to the grant' },
  'credential-issuer': { weight: 0.75, says: 'issued its credential' },
  'credential-holder': { weight: 0.75, says: 'is the person its credential belongs to' },
  'owner-tag': { weight: 0.7, says: 'stands in its owner tag' },
  deployer: { weight: 0.7, says: 'deployed it' },
  session: { weight: 0.5, says: 'started its sessions' },
  'registered-by': { weight: 0.5, says: 'registered it' },
};

const UNLISTED = { weight: 0.3, says: 'is named by' };

export function weightOf(kind: string): { readonly weight: number; readonly says: string } {
  return EVIDENCE_WEIGHTS[kind] ?? UNLISTED;
}

/** One piece of evidence that names a person we know (or a team), about something that can be owned. */
export interface OwnershipClue {
  /** What it is about. */
  readonly subject: string;
  readonly subjectLabel: 'Agent' | 'Principal' | 'Credential';
  readonly owner: string;
  readonly ownerLabel: 'Human' | 'Team';
  readonly kind: string;
  readonly evidence: string;
  readonly says: string;
  readonly at: string | undefined;
  /** How far the clue has travelled: 1 about the thing itself, less through its credential or principal. */
  readonly strength: number;
}

/** People by every text that may name them: account keys, e-mails, logins, employee ids. Ambiguous names name nobody. */
export class NameBook {
  readonly #people = new Map<string, string | undefined>();

  static async read(graph: Graph): Promise<NameBook> {
    const book = new NameBook();
    const text = `MATCH (h:Human) WHERE h.retiredAt IS NULL AND h.status <> 'merged'
      RETURN h.id AS id, [h.email, h.employeeId] + coalesce(h.aliases, []) +
        [(h)-[:HAS_ACCOUNT]->(p) | p.id] + [(h)-[:HAS_ACCOUNT]->(p) | p.login] AS names`;
    for await (const row of graph.stream(text)) {
      for (const name of row['names'] as (string | null)[]) if (name !== null) book.#add(name, row['id'] as string);
    }
    return book;
  }

  #add(name: string, human: string): void {
    const key = name.toLowerCase();
    const known = this.#people.get(key);
    this.#people.set(key, known === undefined && !this.#people.has(key) ? human : known === human ? human : undefined);
  }

  find(name: string | undefined): string | undefined {
    return name === undefined ? undefined : this.#people.get(name.toLowerCase());
  }
}

/** Every piece of evidence that names a known person or team. */
export async function* readClues(graph: Graph, book: NameBook): AsyncGenerator<OwnershipClue> {
  const text = `
    MATCH (e:Evidence)-[:ABOUT]->(s) WHERE e.retiredAt IS NULL AND (s:Agent OR s:Principal OR s:Credential)
    RETURN e.id AS evidence, e.kind AS kind, e.says AS says, e.at AS at, e.person AS person, s.id AS subject, labels(s)[0] AS subjectLabel,
           head([(e)-[:NAMES]->(p:Principal) | p.id]) AS account, head([(e)-[:NAMES]->(h:Human) | h.id]) AS human, head([(e)-[:NAMES]->(t:Team) | t.id]) AS team`;
  for await (const row of graph.stream(text)) {
    const named = row as unknown as Named;
    const human = named.human ?? book.find(named.account ?? undefined) ?? book.find(named.person ?? undefined);
    const owner = human ?? named.team;
    if (owner === null || owner === undefined) continue;
    yield {
      subject: named.subject,
      subjectLabel: named.subjectLabel,
      owner,
      ownerLabel: human === undefined || human === null ? 'Team' : 'Human',
      kind: named.kind,
      evidence: named.evidence,
      says: named.says,
      at: named.at ?? undefined,
      strength: 1,
    };
  }
}

interface Named {
  readonly evidence: string;
  readonly kind: string;
  readonly says: string;
  readonly at: string | null;
  readonly person: string | null;
  readonly subject: string;
  readonly subjectLabel: 'Agent' | 'Principal' | 'Credential';
  readonly account: string | null;
  readonly human: string | null;
  readonly team: string | null;
}
