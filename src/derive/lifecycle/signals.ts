import { node } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';

/**
 * The last signal about each account. A signal that names an account by its key is about that one; one that names an address, or a
 * `sub` that one account ends in, is about the account of an identity provider, else of HR, that has it.
 */
const LAST = `
  MATCH (s:Signal) WHERE s.kind IN ['departed', 'suspended', 'active']
  CALL (s) {
    MATCH (p:Principal {id: s.account}) RETURN p, 0 AS rank
    UNION
    MATCH (p:Principal) WHERE s.account IS NULL AND p.email = s.subject AND p.kind IN ['person', 'worker']
    RETURN p, CASE p.system WHEN 'okta' THEN 1 WHEN 'entra' THEN 2 WHEN 'hr' THEN 3 ELSE 4 END AS rank
    UNION
    MATCH (p:Principal) WHERE s.account IS NULL AND p.kind IN ['person', 'worker'] AND NOT s.subject CONTAINS '@' AND p.id ENDS WITH ':' + s.subject
    RETURN p, 5 AS rank
  }
  WITH s, p, rank WHERE p.retiredAt IS NULL AND p.known
  WITH s, p ORDER BY rank, p.id
  WITH s, head(collect(p)) AS p
  WITH p, s ORDER BY s.at DESC, s.receivedAt DESC
  WITH p, head(collect(s)) AS s
  WHERE s.kind <> 'active' AND NOT EXISTS {
    MATCH (step:Step) WHERE step.id IN p.claims AND step.completeAt > s.receivedAt
    MATCH (run:Run {startedAt: step.completeAt}) WHERE run.what STARTS WITH 'collect'
  }
  RETURN p.id AS account, p.kind AS kind, p.system AS system, s.kind AS status, s.at AS at ORDER BY account`;

/**
 * What pushed signals say of accounts, until their system has been collected again: then it has the last word. A signal that somebody
 * is back takes an earlier one away.
 */
export const signalsJob = deriveJob({
  id: 'signals',
  title: 'Accounts that signals tell of',
  reads: ['Signal'],
  writes: ['Principal'],
  async *run({ graph }) {
    for await (const row of graph.stream(LAST)) {
      const status = row['status'] as string;
      yield node('Principal', row['account'] as string, {
        kind: (row['kind'] as string | null) ?? undefined,
        system: (row['system'] as string | null) ?? undefined,
        status,
        departedAt: status === 'departed' ? (row['at'] as string) : undefined,
      });
    }
  },
});
