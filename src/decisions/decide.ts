import { randomBytes } from 'node:crypto';
import type { Graph, Row } from '../graph/index.ts';
import { type Clock, instantOf } from '../lib/clock.ts';
import { checkFields, fieldError } from './check.ts';
import { checkDecider, personOf } from './people.ts';
import type { Run } from './run.ts';
import {
  type Decided,
  type Decision,
  type DecisionInput,
  type DecisionKind,
  isOwnerKind,
  subjectLabels,
} from './types.ts';

/**
 * Takes a decision, in one transaction: what it replaces ends. The same decision again, while it holds, changes nothing. Nothing
 * is ever deleted. Errors: `decision`, with the field that is at fault in `source`.
 */
export function decide(graph: Graph, clock: Clock, input: DecisionInput): Promise<Decided> {
  const reason = checkFields(input, clock.now());
  return graph.write(async (run) => {
    await holdSubject(run, input);
    await checkDecider(run, input.by);
    const person = await personOf(run, input);
    const at = instantOf(clock.now());
    const { kind, subject, by, until, enteredBy } = input;
    const wanted = {
      kind,
      subject,
      by,
      reason,
      ...(person === undefined ? {} : { person }),
      ...optional({ until, enteredBy }),
    };
    const holding = await inForce(run, subject, at);
    const same = holding.find((one) => isSame(one, wanted));
    if (same !== undefined) return { decision: same, repeated: true };
    const replaced = holding.filter((one) => replaces(wanted, one)).map((one) => one.id);
    await end(run, replaced, at, `replaced by a later decision of ${by}`);
    const decision: Decision = { id: `decision:${at}:${randomBytes(6).toString('hex')}`, at, ...wanted };
    await write(run, decision);
    return { decision, repeated: false };
  });
}

/** Takes a decision back. One that has ended already stays as it is. Errors: `decision`. */
export function withdraw(
  graph: Graph,
  clock: Clock,
  { id, by, reason, enteredBy }: Pick<DecisionInput, 'by' | 'reason' | 'enteredBy'> & { readonly id: string },
): Promise<Decided> {
  const why = checkFields({ kind: 'acknowledge', subject: id, by, reason }, clock.now());
  return graph.write(async (run) => {
    const before = await readOne(run, id);
    if (before === undefined) throw fieldError('id', `there is no decision ${id}`);
    await checkDecider(run, by);
    if (before.endedAt !== undefined) return { decision: before, repeated: true };
    await end(
      run,
      [id],
      instantOf(clock.now()),
      `withdrawn by ${by}${enteredBy === undefined ? '' : ` (entered by ${enteredBy})`}: ${why}`,
    );
    return { decision: (await readOne(run, id)) ?? before, repeated: false };
  });
}

/** Locks the subject, so that of two decisions at once the second sees the first. */
async function holdSubject(run: Run, { kind, subject }: DecisionInput): Promise<void> {
  const labels = subjectLabels(kind);
  const [row] = await run(
    `MATCH (s:${labels.join('|')} {id: $subject}) WHERE s.retiredAt IS NULL SET s.locked = true REMOVE s.locked RETURN s.id AS id`,
    { subject },
  );
  if (row === undefined) {
    const what = isOwnerKind(kind) ? 'agent, principal or credential' : 'open finding';
    throw fieldError('subject', `there is no ${what} ${subject}`);
  }
}

const DECISION = 'd {.id, .kind, .subject, .person, .by, .reason, .at, .until, .enteredBy, .endedAt, .endedWhy} AS d';

async function inForce(run: Run, subject: string, now: string): Promise<Decision[]> {
  const rows = await run(
    `MATCH (d:Decision {subject: $subject}) WHERE d.endedAt IS NULL AND coalesce(d.until, '9999') > $now RETURN ${DECISION} ORDER BY d.at, d.id`,
    { subject, now },
  );
  return rows.map(decisionOf);
}

async function readOne(run: Run, id: string): Promise<Decision | undefined> {
  const [row] = await run(`MATCH (d:Decision {id: $id}) RETURN ${DECISION}`, { id });
  return row === undefined ? undefined : decisionOf(row);
}

function decisionOf(row: Row): Decision {
  const known = Object.entries(row['d'] as object).filter(([, value]) => value !== null);
  return Object.fromEntries(known) as unknown as Decision;
}

type Wanted = Omit<Decision, 'id' | 'at'>;

function isSame(one: Decision, wanted: Wanted): boolean {
  return (['kind', 'person', 'by', 'reason', 'until'] as const).every((field) => one[field] === wanted[field]);
}

const GIVES: readonly DecisionKind[] = ['confirm', 'delegate', 'take-over'];
const SETTLES: readonly DecisionKind[] = ['acknowledge', 'accept'];

/** One owner at a time; a contest ends what it contests, and the other way round; one state and one assignee a finding. */
function replaces(wanted: Wanted, one: Decision): boolean {
  if (GIVES.includes(wanted.kind))
    return GIVES.includes(one.kind) || (one.kind === 'contest' && one.person === wanted.person);
  if (wanted.kind === 'contest') return one.person === wanted.person;
  if (wanted.kind === 'assign') return one.kind === 'assign';
  return SETTLES.includes(one.kind);
}

export async function end(run: Run, ids: readonly string[], at: string, why: string): Promise<void> {
  if (ids.length === 0) return;
  await run(
    'UNWIND $ids AS id MATCH (d:Decision {id: id}) WHERE d.endedAt IS NULL SET d.endedAt = $at, d.endedWhy = $why',
    { ids, at, why },
  );
}

async function write(run: Run, decision: Decision): Promise<void> {
  await run(
    `CREATE (d:Decision) SET d = $props
     WITH d MATCH (s:${subjectLabels(decision.kind).join('|')} {id: d.subject}) CREATE (d)-[:DECIDES {firstSeen: d.at}]->(s)
     WITH d MATCH (b:Human {id: d.by}) CREATE (d)-[:DECIDED_BY {firstSeen: d.at}]->(b)
     WITH d MATCH (p:Human {id: d.person}) CREATE (d)-[:DECIDED_FOR {firstSeen: d.at}]->(p)`,
    { props: { known: true, firstSeen: decision.at, claims: [], ...decision } },
  );
}

function optional<T extends object>(fields: T): { readonly [K in keyof T]?: NonNullable<T[K]> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { readonly [K in keyof T]?: NonNullable<T[K]> };
}
