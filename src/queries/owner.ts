import type { Graph, Row } from '../graph/index.ts';
import { type Coverage, readCoverage } from './coverage.ts';
import type { FoundNode } from './find-node.ts';

/** A person or team that answers, or might. */
export interface PartyView {
  readonly label: 'Human' | 'Team';
  readonly id: string;
  readonly name: string | undefined;
  readonly status: string | undefined;
  /** When they left, or the team was dissolved. */
  readonly departedAt: string | undefined;
}

/** One observed reason to link a person to the subject, or to what it acts with. */
export interface OwnerEvidence {
  readonly id: string;
  readonly kind: string;
  readonly says: string;
  readonly at: string | undefined;
  /** Key of what it is about: the subject itself, or a credential or principal of it. */
  readonly about: string;
  /** Key of the person or team it names; absent when it names nobody we know. */
  readonly names: string | undefined;
  /** What it says literally, where that is a text: an e-mail, a login. */
  readonly person: string | undefined;
}

export interface OwnerAnswer {
  readonly subject: FoundNode;
  /** `unknown`: the evidence carries no verdict. */
  readonly verdict: 'asserted' | 'likely' | 'unknown';
  readonly owner: PartyView | undefined;
  readonly confidence: number | undefined;
  /** The earliest dated evidence that names the owner, else since when the verdict stands (UTC instant). */
  readonly since: string | undefined;
  /** Why, in words, strongest first. */
  readonly basis: readonly string[];
  /** To whom the duty falls when the owner has left, and why. */
  readonly fallsTo: (PartyView & { readonly route: string }) | undefined;
  readonly evidence: readonly OwnerEvidence[];
  /** Others whom the evidence names, the surest first. */
  readonly alternatives: readonly AlternativeView[];
  /** What else the owner owns, at most `OTHERS_SHOWN` of `count`. */
  readonly alsoOwns: { readonly count: number; readonly items: readonly OwnedView[] };
  readonly coverage: Coverage;
}

/** Somebody else whom the evidence names, with what it says. */
export interface AlternativeView extends PartyView {
  readonly says: readonly string[];
  /** 0 to 1; absent for whom evidence names so little that no verdict weighed them. */
  readonly confidence: number | undefined;
}

export interface OwnedView {
  readonly label: string;
  readonly id: string;
  readonly name: string | undefined;
  readonly kind: string | undefined;
}

/** Labels that can be owned. */
export const OWNABLE = ['Agent', 'Credential', 'Principal'] as const;

const EVIDENCE_SHOWN = 200;
const OTHERS_SHOWN = 50;

/** Who answers for an agent, credential or principal, why we think so, and what else they own. */
export async function readOwner(graph: Graph, subject: FoundNode): Promise<OwnerAnswer> {
  const [verdict] = await graph.read(verdictText(subject.label), { id: subject.id });
  const owner = verdict === undefined ? undefined : partyOf(verdict['owner']);
  const [evidence, judged, others, fallsTo, coverage] = await Promise.all([
    graph.read(evidenceText(subject.label), { id: subject.id }),
    graph.read(judgedText(subject.label), { id: subject.id }),
    owner === undefined ? [] : graph.read(othersText(owner.label), { owner: owner.id, id: subject.id }),
    owner?.status === 'departed' || owner?.status === 'dissolved' ? graph.read(DUTY, { owner: owner.id }) : [],
    readCoverage(graph),
  ]);
  return {
    subject,
    verdict: (verdict?.['verdict'] as 'asserted' | 'likely' | undefined) ?? 'unknown',
    owner,
    confidence: (verdict?.['confidence'] as number | undefined) ?? undefined,
    since: (verdict?.['since'] as string | null | undefined) ?? undefined,
    basis: (verdict?.['basis'] as string[] | undefined) ?? [],
    fallsTo: dutyOf(fallsTo[0]),
    evidence: evidence.map(evidenceOf),
    alternatives: alternativesOf(evidence, judged, owner?.id),
    alsoOwns: {
      count: (others[0]?.['count'] as number | undefined) ?? 0,
      items: ((others[0]?.['items'] as Row[] | undefined) ?? []).map(ownedOf),
    },
    coverage,
  };
}

const PARTY = `{label: labels(o)[0], id: o.id, name: o.name, status: o.status, departedAt: coalesce(o.departedAt, o.dissolvedAt)}`;

/** The account of a person belongs to that person; everything else has the owner that was derived. */
function verdictText(label: string): string {
  return `
    MATCH (s:${label} {id: $id})
    CALL (s) {
      MATCH (o:Human|Team)-[w:OWNS]->(s)
      RETURN o, w.verdict AS verdict, w.confidence AS confidence, w.basis AS basis, coalesce(w.since, w.firstSeen) AS since
      UNION
      MATCH (o:Human)-[w:HAS_ACCOUNT]->(s)
      RETURN o, 'asserted' AS verdict, 1.0 AS confidence, ['it is their account: ' + w.basis] AS basis, w.firstSeen AS since
    }
    RETURN ${PARTY} AS owner, verdict, confidence, basis, since ORDER BY confidence DESC, o.id LIMIT 1`;
}

/** Evidence about the subject, and about the credentials and principals it acts with. */
function evidenceText(label: string): string {
  return `
    MATCH (s:${label} {id: $id})
    CALL (s) {
      RETURN s AS x UNION MATCH (s)-[:USES|RUNS_AS]->(x) RETURN x
      UNION MATCH (s)-[:USES|RUNS_AS]->()-[:AUTHENTICATES_AS]->(x:Principal) RETURN x
      UNION MATCH (s)-[:AUTHENTICATES_AS]->(x:Principal) RETURN x
    }
    CALL (x) {
      MATCH (e:Evidence)-[:ABOUT]->(x) WHERE e.retiredAt IS NULL
      CALL (e) {
        MATCH (e)-[:NAMES]->(o:Human|Team) RETURN o UNION MATCH (e)-[:NAMES]->(:Principal)<-[:HAS_ACCOUNT]-(o:Human) RETURN o
        UNION MATCH (o:Human) WHERE e.person IS NOT NULL AND (o.email = toLower(e.person) OR o.employeeId = e.person
          OR toLower(e.person) IN o.aliases OR e.person IN o.aliases) AND o.retiredAt IS NULL RETURN o
      }
      RETURN e.id AS id, e.kind AS kind, e.says AS says, e.at AS at, e.person AS person, ${PARTY} AS party
      UNION
      MATCH (e:Evidence)-[:ABOUT]->(x) WHERE e.retiredAt IS NULL AND NOT EXISTS { (e)-[:NAMES]->() }
      RETURN e.id AS id, e.kind AS kind, e.says AS says, e.at AS at, e.person AS person, null AS party
      UNION
      MATCH (o:Human)-[:HAS_ACCOUNT]->(x)
      RETURN x.id AS id, 'credential-holder' AS kind, coalesce(o.name, o.id) + ' holds this account' AS says, null AS at, null AS person, ${PARTY} AS party
    }
    WITH id, kind, says, at, person, x.id AS about, collect(party) AS parties
    RETURN id, kind, says, at, person, about, head(parties) AS party
    ORDER BY CASE about WHEN $id THEN 0 ELSE 1 END, at DESC, id LIMIT ${EVIDENCE_SHOWN}`;
}

/** Those whom the derivation judged and found less sure. */
function judgedText(label: string): string {
  return `
    MATCH (o:Human|Team)-[w:MAY_OWN]->(:${label} {id: $id})
    RETURN ${PARTY} AS party, w.confidence AS confidence, w.basis AS basis ORDER BY confidence DESC, o.id`;
}

function othersText(label: string): string {
  return `
    MATCH (o:${label} {id: $owner})-[:OWNS]->(x) WHERE x.id <> $id AND x.retiredAt IS NULL
    WITH x ORDER BY labels(x)[0], x.name, x.id
    WITH collect({label: labels(x)[0], id: x.id, name: x.name, kind: x.kind}) AS items
    RETURN size(items) AS count, items[0..${OTHERS_SHOWN}] AS items`;
}

/** To whom the duty falls, as it is derived (`src/derive/lifecycle`). */
const DUTY = `
  MATCH (gone:Human|Team {id: $owner})-[duty:FALLS_TO]->(o:Human)
  RETURN ${PARTY} AS party, duty.reason AS route LIMIT 1`;

function partyOf(value: unknown): PartyView | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { label, id, name, status, departedAt } = value as Record<keyof PartyView, string | null>;
  return {
    label: label === 'Team' ? 'Team' : 'Human',
    id: id ?? '',
    name: name ?? undefined,
    status: status ?? undefined,
    departedAt: departedAt ?? undefined,
  };
}

function dutyOf(row: Row | undefined): OwnerAnswer['fallsTo'] {
  const party = partyOf(row?.['party']);
  return party === undefined ? undefined : { ...party, route: row?.['route'] as string };
}

function evidenceOf(row: Row): OwnerEvidence {
  const text = (name: string): string | undefined => (row[name] as string | null) ?? undefined;
  return {
    id: row['id'] as string,
    kind: row['kind'] as string,
    says: row['says'] as string,
    at: text('at'),
    about: row['about'] as string,
    names: partyOf(row['party'])?.id,
    person: text('person'),
  };
}

/** Those who were judged, the surest first, then those whom evidence merely names, the most often named first. */
function alternativesOf(
  evidence: readonly Row[],
  judged: readonly Row[],
  owner: string | undefined,
): AlternativeView[] {
  const sure = judged.flatMap((row) => {
    const party = partyOf(row['party']);
    return party === undefined
      ? []
      : [{ ...party, says: row['basis'] as string[], confidence: row['confidence'] as number }];
  });
  const told = new Set([owner, ...sure.map(({ id }) => id)]);
  const named = evidence.flatMap((row) => {
    const party = partyOf(row['party']);
    return party === undefined || told.has(party.id) ? [] : [{ party, says: row['says'] as string }];
  });
  const others = [...Map.groupBy(named, (one) => one.party.id).values()]
    .flatMap((own) =>
      own[0] === undefined
        ? []
        : [{ ...own[0].party, says: [...new Set(own.map((one) => one.says))], confidence: undefined }],
    )
    .sort((a, b) => b.says.length - a.says.length || (a.id < b.id ? -1 : 1));
  return [...sure, ...others];
}

function ownedOf(row: Row): OwnedView {
  return {
    label: row['label'] as string,
    id: row['id'] as string,
    name: (row['name'] as string | null) ?? undefined,
    kind: (row['kind'] as string | null) ?? undefined,
  };
}

/** Owners by key of what they own, for those that have one: the surest where there are several. */
export async function ownersOf(
  graph: Graph,
  label: (typeof OWNABLE)[number],
  ids: readonly string[],
): Promise<ReadonlyMap<string, PartyView>> {
  if (ids.length === 0) return new Map();
  const rows = await graph.read(
    `UNWIND $ids AS id MATCH (o:Human|Team)-[w:OWNS]->(s:${label} {id: id})
     WITH id, o ORDER BY w.confidence, o.id DESC RETURN id, ${PARTY} AS owner`,
    { ids },
  );
  return new Map(
    rows.flatMap((row) => {
      const owner = partyOf(row['owner']);
      return owner === undefined ? [] : [[row['id'] as string, owner] as const];
    }),
  );
}
