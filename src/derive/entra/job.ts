import { type BecomeEdge, becomeApplications, openEntraAccess, profilesOf } from '../../access/index.ts';
import { edge, node, ref } from '../../schema/index.ts';
import { profileRecords } from '../hierarchy/records.ts';
import { deriveJob } from '../job.ts';
import { readEntraInputs } from './input.ts';

/** Effective app roles in Entra, and who could become an application by adding a credential to it. */
export const entraAccessJob = deriveJob({
  id: 'entra-access',
  title: 'Effective access in Entra',
  reads: [],
  writes: ['AccessProfile', 'HAS_ACCESS', 'CAN', 'Scope', 'COULD_BECOME', 'Principal'],
  async *run({ graph, signal }) {
    for (const input of await readEntraInputs(graph)) {
      signal.throwIfAborted();
      const access = openEntraAccess(input);
      for (const found of profilesOf(access))
        yield* profileRecords(access, found, { system: 'entra', kinds: ['entra:api'] });
      yield* becomeRecords([...becomeApplications(input)], input.tenant);
    }
  },
});

const RANK = { certain: 0, conditional: 1, unknown: 2 } as const;

interface Pair extends Pick<BecomeEdge, 'certainty' | 'conditionKeys'> {
  readonly from: string;
  readonly to: string;
  readonly method: string;
}

/** One edge for each pair: its methods, as sure as the surest of them. */
function* becomeRecords(found: readonly BecomeEdge[], tenant: string) {
  const all = ref('Principal', `entra:${tenant}:all-applications`);
  const pairs = found.flatMap((one) => pairsOf(one, all.id));
  if (pairs.some(({ to }) => to === all.id)) {
    const name = 'every application of the tenant';
    yield node('Principal', all.id, { name, kind: 'all-applications', system: 'entra', tenant });
  }
  for (const same of Map.groupBy(pairs, ({ from, to }) => `${from}\n${to}`).values()) {
    const [best] = [...same].sort((a, b) => RANK[a.certainty] - RANK[b.certainty]);
    if (best === undefined) continue;
    const equal = same.filter(({ certainty }) => certainty === best.certainty);
    const methods = [...new Set(equal.map(({ method }) => method))].sort();
    yield edge('COULD_BECOME', ref('Principal', best.from), ref('Principal', best.to), {
      techniques: methods,
      methods,
      certainty: best.certainty,
      conditionKeys: best.conditionKeys.length === 0 ? undefined : [...best.conditionKeys],
    });
  }
}

/** What reaches every application is one edge to all of them, for it would be one for each pair. */
function pairsOf({ from, to, method, certainty, conditionKeys }: BecomeEdge, all: string): Pair[] {
  const targets = method === 'owner-adds-credential' ? to : [all];
  return from.flatMap((one) =>
    targets
      .filter((other) => other !== one)
      .map((other) => ({ from: one, to: other, method, certainty, conditionKeys })),
  );
}
