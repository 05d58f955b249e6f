import type { EventRow, EventStore } from '../../events/store.ts';
import type { ActSum, LastUse } from './acts.ts';
import type { SubjectLabel } from './clue.ts';
import type { CodeAct, Issuance, Made } from './trail.ts';

const OWNABLE = "('Agent', 'Principal', 'Credential', 'Resource')";
/** Values in one IN list. */
const CHUNK = 1000;
const MOST_ROUNDS = 8;
/** Who worked with an agent lately: so many people are told. */
const USERS_TOLD = 3;

const text = (row: EventRow, name: string): string | undefined => {
  const value = row[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const must = (row: EventRow, name: string): string => text(row, name) ?? '';
const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** What acts the events tell, summed by thing, operation and who did it. `Resource`: what an agent may run on. */
export async function readActs(events: EventStore): Promise<(ActSum & { readonly label: string })[]> {
  const rows = await events.query(
    `SELECT subjectLabel, subjectId, action, principal, coalesce(person, '') AS person, count(*)::INTEGER AS n,
            min(occurredAt) AS first, arg_min(id, occurredAt) AS firstEvent, max(occurredAt) AS last, arg_max(id, occurredAt) AS lastEvent,
            row_number() OVER (PARTITION BY subjectId, action ORDER BY min(occurredAt), arg_min(id, occurredAt))::INTEGER AS place
     FROM events WHERE subjectId IS NOT NULL AND outcome = 'success' AND subjectLabel IN ${OWNABLE}
     GROUP BY subjectLabel, subjectId, action, principal, coalesce(person, '') ORDER BY subjectId, action, place`,
  );
  return rows.map((row) => ({
    label: must(row, 'subjectLabel'),
    subject: must(row, 'subjectId'),
    subjectLabel: must(row, 'subjectLabel') as SubjectLabel,
    action: must(row, 'action'),
    principal: text(row, 'principal'),
    person: text(row, 'person'),
    first: must(row, 'first'),
    firstEvent: must(row, 'firstEvent'),
    last: must(row, 'last'),
    lastEvent: must(row, 'lastEvent'),
    count: row['n'] as number,
    isFirst: row['place'] === 1,
  }));
}

/** Events of temporary credentials that name no person: the first of each operation upon each thing. */
export async function readMade(events: EventStore): Promise<(Made & { readonly label: string })[]> {
  const rows = await events.query(
    `SELECT subjectLabel, subjectId, action, credential, arg_min(principal, occurredAt) AS principal, min(occurredAt) AS at, arg_min(id, occurredAt) AS event
     FROM events WHERE subjectId IS NOT NULL AND outcome = 'success' AND subjectLabel IN ${OWNABLE} AND credential IS NOT NULL AND coalesce(person, '') = ''
     GROUP BY subjectLabel, subjectId, action, credential ORDER BY ALL`,
  );
  return rows.map((row) => ({
    label: must(row, 'subjectLabel'),
    event: must(row, 'event'),
    at: must(row, 'at'),
    action: must(row, 'action'),
    subject: must(row, 'subjectId'),
    subjectLabel: must(row, 'subjectLabel') as SubjectLabel,
    principal: text(row, 'principal'),
    credential: text(row, 'credential'),
  }));
}

/** The issuances behind these credentials, and behind those that issued them. */
export async function readIssuances(events: EventStore, credentials: Iterable<string>): Promise<Issuance[]> {
  const found = new Map<string, Issuance>();
  let wanted = [...new Set(credentials)];
  for (let round = 0; round < MOST_ROUNDS && wanted.length > 0; round += 1) {
    const next = new Set<string>();
    for (const row of await inChunks(wanted, (list) => events.query(issuancesOf(list)))) {
      const issuance = {
        issued: must(row, 'issued'),
        principal: text(row, 'principal'),
        credential: text(row, 'credential'),
        person: text(row, 'person'),
      };
      found.set(issuance.issued, issuance);
      if (issuance.person === undefined && issuance.credential !== undefined && !found.has(issuance.credential))
        next.add(issuance.credential);
    }
    wanted = [...next];
  }
  return [...found.values()];
}

function issuancesOf(list: string): string {
  return `SELECT issued, arg_min(principal, occurredAt) AS principal, arg_min(coalesce(credential, ''), occurredAt) AS credential,
                 arg_min(coalesce(person, ''), occurredAt) AS person
          FROM events WHERE issued IN (${list}) AND outcome = 'success' GROUP BY issued ORDER BY issued`;
}

/** Operations of GitHub's audit log that put code into a repository or approve it. */
const CODE_ACTS: Readonly<Record<string, CodeAct['act']>> = {
  'github:git.push': 'commit-author',
  'github:pull_request.merge': 'commit-author',
  'github:pull_request_review.submit': 'reviewer',
};

/** Who pushed to these repositories (`<owner>/<name>`) and who reviewed there. */
export async function readCodeActs(events: EventStore, repositories: Iterable<string>): Promise<CodeAct[]> {
  const keys = [...new Set(repositories)].map((name) => `github.com/${name}`);
  const actions = Object.keys(CODE_ACTS).map(quoted).join(', ');
  const rows = await inChunks(keys, (list) =>
    events.query(
      `SELECT id, occurredAt AS at, action, principal, person, r.resource AS resource FROM events, unnest(resources) AS r(resource)
       WHERE action IN (${actions}) AND outcome = 'success' AND r.resource IN (${list}) ORDER BY occurredAt, id`,
    ),
  );
  return rows.map((row) => ({
    event: must(row, 'id'),
    at: must(row, 'at'),
    repository: must(row, 'resource').replace(/^github\.com\//, ''),
    act: CODE_ACTS[must(row, 'action')] ?? 'commit-author',
    account: text(row, 'principal'),
    person: text(row, 'person'),
  }));
}

/** Who worked with each agent last. */
export async function readLastUses(events: EventStore): Promise<LastUse[]> {
  const rows = await events.query(
    `SELECT agent, person, max(occurredAt) AS last FROM events WHERE agent IS NOT NULL AND coalesce(person, '') <> '' AND outcome = 'success'
     GROUP BY agent, person QUALIFY row_number() OVER (PARTITION BY agent ORDER BY max(occurredAt) DESC, person) <= ${USERS_TOLD} ORDER BY agent, person`,
  );
  return rows.map((row) => ({ agent: must(row, 'agent'), person: must(row, 'person'), last: must(row, 'last') }));
}

async function inChunks(values: readonly string[], read: (list: string) => Promise<EventRow[]>): Promise<EventRow[]> {
  const rows: EventRow[] = [];
  for (let at = 0; at < values.length; at += CHUNK) {
    rows.push(
      ...(await read(
        values
          .slice(at, at + CHUNK)
          .map(quoted)
          .join(', '),
      )),
    );
  }
  return rows;
}
