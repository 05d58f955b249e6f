import { assumeEdges, FACETS, facetId, foldSegments, resourceGrants, resourcePath } from '../../access/index.ts';
import type { Graph } from '../../graph/index.ts';
import { deriveJob } from '../job.ts';
import { Contents } from './contents.ts';
import { evaluationOf } from './evaluation.ts';
import { assumeRecords, canRecords, type Facet, facetRecords, grantRecords, profileRecords } from './records.ts';

/** Effective access of AWS principals as shared profiles, and who may become which role. */
export const accessJob = deriveJob({
  id: 'access',
  title: 'Effective access',
  reads: ['Policy', 'GOVERNED_BY', 'STORED_IN'],
  writes: [
    'AccessProfile',
    'HAS_ACCESS',
    'CAN',
    'Scope',
    'CAN_ASSUME',
    'CAN_OBTAIN',
    'TrustGroup',
    'IN_TRUST_GROUP',
    'Principal',
    'Resource',
    'CONTAINS',
  ],
  async *run({ graph, log, signal }) {
    const evaluation = evaluationOf(graph);
    const { access, principals, profiles } = await evaluation.update(graph, signal);
    if (access.principals.size === 0) return;
    log.info(
      { principals: principals.length, profiles: profiles.size, of: access.principals.size },
      'access evaluated',
    );
    const contents = await Contents.read(graph, access);
    yield* facets(graph);
    for (const found of evaluation.profiles()) {
      signal.throwIfAborted();
      yield* profileRecords(found);
      for (const row of foldSegments(access.estate.ordinals, found.profile.segments))
        yield* canRecords(found.profile.id, row);
      yield* contents.ofProfile(found, evaluation.obtained);
    }
    evaluation.obtained = contents.obtained;
    for (const assume of assumeEdges(access)) yield* assumeRecords(assume);
    for (const grant of resourceGrants(access)) {
      yield* grantRecords(grant);
      yield* contents.ofGrant(grant);
    }
  },
});

/** The object facet of every bucket, with the bucket's environment and sensitivity. */
async function* facets(graph: Graph) {
  const text = `MATCH (r:Resource {system: 'aws'}) WHERE r.kind IN $kinds AND r.retiredAt IS NULL AND r.tenant IS NOT NULL
                RETURN r.id AS id, r.kind AS kind, r.tenant AS account, r.environment AS environment, r.sensitivity AS sensitivity`;
  for await (const row of graph.stream(text, { kinds: Object.keys(FACETS) })) {
    const facet = facetOf(row['id'] as string, row['kind'] as string, row['account'] as string);
    if (facet === undefined) continue;
    yield* facetRecords({
      ...facet,
      environment: (row['environment'] as string | null) ?? undefined,
      sensitivity: (row['sensitivity'] as string | null) ?? undefined,
    });
  }
}

function facetOf(bucket: string, kind: string, account: string): Pick<Facet, 'id' | 'account' | 'path'> | undefined {
  const id = facetId(bucket);
  const path = resourcePath({ id, account, type: FACETS[kind] ?? '' });
  return path === undefined ? undefined : { id, account, path };
}
