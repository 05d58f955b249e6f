import { type KnownPerson, PeopleBook } from '../../src/derive/ownership/book.ts';
import type { Clue, Observation } from '../../src/derive/ownership/clue.ts';
import { cluesOf } from '../../src/derive/ownership/clues.ts';
import { servesOnePerson } from '../../src/derive/ownership/features.ts';
import type { KindId } from '../../src/derive/ownership/kinds/index.ts';
import { likenessOf } from '../../src/derive/ownership/read.ts';
import { Trail } from '../../src/derive/ownership/trail.ts';
import { type Verdict, verdictOf } from '../../src/derive/ownership/verdict.ts';
import { type Identified, peopleOf } from '../../src/derive/people/job.ts';
import { personOf } from '../../src/derive/people/person.ts';
import type { LabelledAgent, Organisation } from './organisation/index.ts';
import { ago } from './organisation/types.ts';

/** An organisation as the service would see it: people merged, evidence turned into clues. */
export interface Seen {
  readonly organisation: Organisation;
  readonly people: readonly Identified[];
  readonly book: PeopleBook;
  readonly clues: ReadonlyMap<string, readonly Clue[]>;
  /** The key that the true owner of an agent should be given by; `undefined`: nobody. */
  readonly truth: (agent: LabelledAgent) => string | undefined;
}

/** Reads an organisation with the service's own code: the same merging, trail and clues as the derivations. */
export function see(organisation: Organisation): Seen {
  const people = peopleOf(organisation.accounts);
  const book = new PeopleBook(people.map(knownPerson), organisation.teams);
  const humanOf = new Map(people.flatMap(({ id, cluster }) => cluster.accounts.map((one) => [one.id, id] as const)));
  const observations = [...observationsOf(organisation, book, humanOf)];
  const { bySubject } = cluesOf(observations, organisation.passages, book);
  const truth = ({ owner }: LabelledAgent): string | undefined => {
    if (owner === undefined) return undefined;
    if ('team' in owner) return owner.team;
    return humanOf.get(organisation.people[owner.person]?.keys.main ?? '') ?? 'nobody that was found';
  };
  return { organisation, people, book, clues: bySubject, truth };
}

/** The verdict on each agent; `only`: from one kind of evidence alone. */
export function verdicts(seen: Seen, { only }: { readonly only?: KindId } = {}): ReadonlyMap<string, Verdict> {
  return new Map(
    seen.organisation.agents.map((agent) => {
      const all = seen.clues.get(agent.id) ?? [];
      const clues = only === undefined ? all : all.filter(({ kind }) => kind === only);
      return [agent.id, verdictOf(clues, seen.book, { isPersonal: isPersonal(agent) })];
    }),
  );
}

/** The kinds that agents of these ways have. */
const KINDS = {
  'npx-mcp-server': 'mcp-server',
  'oauth-assistant': 'assistant',
  'cloud-agent': 'bedrock-agent',
  'team-mcp-server': 'agentcore-runtime',
  'ide-agent': 'ide-agent',
} as const;

export function isPersonal({ path }: LabelledAgent): boolean {
  return servesOnePerson(KINDS[path]);
}

function knownPerson({ id, cluster }: Identified): KnownPerson {
  const person = personOf(cluster, id, ago(0));
  return {
    id,
    name: person.name,
    names: [person.email, person.employeeId, ...(person.aliases ?? [])].filter((one) => one !== undefined),
    accounts: cluster.accounts.filter((one) => one.retiredAt === undefined).map((one) => one.id),
    isKnown: person.status !== 'unknown',
    startedAt: person.startedAt,
    departedAt: person.departedAt,
    teams: [...new Set(cluster.accounts.flatMap(({ teams }) => teams.map((team) => team.id)))],
  };
}

function* observationsOf(
  { observations, holders, names, made, issuances, acts }: Organisation,
  book: PeopleBook,
  humanOf: ReadonlyMap<string, string>,
): Generator<Observation> {
  yield* observations;
  for (const [subject, account] of holders) {
    const human = humanOf.get(account);
    if (human === undefined) continue;
    const says = 'holds the account that the credential authenticates as';
    yield { evidence: account, kind: 'credential-holder', says, subject, subjectLabel: 'Credential', human };
  }
  const trail = new Trail(issuances, acts);
  for (const one of made) yield* trail.evidenceOf(one);
  for (const [agent, name] of names) {
    const likeness = likenessOf(agent, name, book);
    if (likeness !== undefined) yield likeness;
  }
}
