import { networkOf } from '../../events/client.ts';
import type { EventRow, EventStore } from '../../events/store.ts';
import { edge, type NodeRef, node, ref } from '../../schema/index.ts';
import { type DeriveJob, deriveJob } from '../job.ts';
import { inferredAgents } from './agents.ts';
import { issuanceEvidence } from './evidence.ts';
import { folds } from './folds.ts';
import { KnownKeys } from './known.ts';

const text = (row: EventRow, name: string): string | undefined => {
  const value = row[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** What events tell: sums per pair, sessions, evidence of who made what, and agents known only by what they consume. */
export function usageJob(events: EventStore): DeriveJob {
  return deriveJob({
    id: 'usage',
    title: 'Usage from events',
    reads: ['Credential', 'Principal', 'Resource', 'USES', 'Agent'],
    writes: ['Origin', 'USED_FROM', 'TOUCHED', 'Session', 'OF', 'Evidence', 'ABOUT', 'NAMES', 'Agent', 'USES'],
    async *run({ graph }) {
      const known = await KnownKeys.read(graph);
      for (const row of await folds.origins(events)) {
        const credential = text(row, 'credential');
        if (known.has('Credential', credential)) yield* originRecords(ref('Credential', credential), row);
      }
      for (const row of await folds.sessions(events)) yield* sessionRecords(row);
      for (const row of await folds.sessionOrigins(events))
        yield* originRecords(ref('Session', String(row['session'])), row);
      for (const row of await folds.touches(events)) yield* touchRecords(row, known);
      yield* issuanceEvidence(await folds.subjects(events), known);
      yield* inferredAgents(graph, await folds.clients(events), known);
    },
  });
}

function usageProps(row: EventRow) {
  return { count: row['n'] as number, first: row['first'] as string, last: row['last'] as string };
}

function* originRecords(used: NodeRef<'Credential' | 'Session'>, row: EventRow) {
  const network = networkOf(text(row, 'ip'));
  if (network === undefined) return;
  const region = text(row, 'region');
  const origin = `origin:${network}/${region ?? '-'}`;
  yield node('Origin', origin, { network, region });
  yield edge('USED_FROM', used, ref('Origin', origin), usageProps(row));
}

function* sessionRecords(row: EventRow) {
  const session = text(row, 'session');
  if (session === undefined) return;
  yield node('Session', session, {
    name: text(row, 'name'),
    kind: 'role-session',
    startedAt: text(row, 'first'),
    lastUsedAt: text(row, 'last'),
    count: row['n'] as number,
    sourceIdentity: text(row, 'person'),
    client: text(row, 'userAgent')?.slice(0, 200),
  });
  const principal = text(row, 'principal');
  if (principal !== undefined) yield edge('OF', ref('Session', session), ref('Principal', principal), {});
}

function* touchRecords(row: EventRow, known: KnownKeys) {
  const resource = known.resource(text(row, 'resource'));
  if (resource === undefined) return;
  const props = { ...usageProps(row), actions: (row['actions'] as string[] | null) ?? [] };
  const to = ref('Resource', resource);
  const session = text(row, 'session');
  const credential = text(row, 'credential');
  const principal = text(row, 'principal');
  if (session !== undefined) yield edge('TOUCHED', ref('Session', session), to, props);
  else if (known.has('Credential', credential)) yield edge('TOUCHED', ref('Credential', credential), to, props);
  else if (principal !== undefined) yield edge('TOUCHED', ref('Principal', principal), to, props);
}
