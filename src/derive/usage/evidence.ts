import type { EventRow } from '../../events/store.ts';
import { edge, node, ref } from '../../schema/index.ts';
import type { KnownKeys } from './known.ts';

/** Which kind of evidence an event is for the thing it made. */
function kindOf(label: string, action: string): string {
  if (label === 'Credential') return 'credential-issuer';
  return /:(Update|Put|Deploy|RunTask|Register)/i.test(action) ? 'deployer' : 'creator';
}

/** Who created an agent or principal, who issued a credential: from the event that did it. */
export function* issuanceEvidence(rows: readonly EventRow[], known: KnownKeys) {
  for (const row of rows) {
    const label = String(row['subjectLabel']);
    const subject = String(row['subjectId']);
    if ((label !== 'Agent' && label !== 'Credential' && label !== 'Principal') || !known.has(label, subject)) continue;
    const person = row['person'] === '' ? undefined : (row['person'] as string | null);
    const principal = row['principal'] as string | null;
    if (person === undefined && principal === null) continue;
    const kind = kindOf(label, String(row['action']));
    const id = `evidence:${kind}:${subject}:${String(row['action'])}`;
    const who = person ?? principal ?? '';
    yield node('Evidence', id, {
      kind,
      says: `${who} called ${String(row['action'])} (${String(row['source'])} event)`,
      at: row['at'] as string,
      person: person ?? undefined,
      event: String(row['id']),
    });
    yield edge('ABOUT', ref('Evidence', id), ref(label, subject), {});
    if (person === undefined && principal !== null)
      yield edge('NAMES', ref('Evidence', id), ref('Principal', principal), {});
  }
}
