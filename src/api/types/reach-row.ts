import type { StoredNode } from '../../queries/lineage/index.ts';
import type { Place, ReachRow } from '../../queries/reach/index.ts';
import type { Builder } from '../builder.ts';
import { encodeCursor, rankedPlace } from '../paging.ts';
import type { NodeTypes } from './nodes.ts';
import type { ReachParts } from './reach.ts';
import { wayFields } from './way.ts';

type ScopeRow = NonNullable<ReachRow['scope']>;

/** A line of a blast radius. */
export function reachRowType(builder: Builder, types: NodeTypes, reach: ReachParts) {
  const scope = builder.objectRef<ScopeRow>('ReachedScope').implement({
    description: 'A range of resource paths on which a grant is broad.',
    fields: (t) => ({
      id: t.exposeID('id'),
      lo: t.exposeString('lo', { description: 'First path.' }),
      hi: t.exposeString('hi', { description: 'First path after it.' }),
      kind: t.exposeString('kind', { description: '`<service>:<type>` of the resources in it.' }),
    }),
  });
  return builder.objectRef<ReachRow>('ReachRow').implement({
    description: 'A resource, or a scope that stands for many.',
    fields: (t) => ({
      resource: t.field({
        type: types.typeOf('Resource'),
        nullable: true,
        resolve: (one, _args, context): Promise<StoredNode | undefined> | null =>
          one.resource === undefined ? null : context.loaders.node('Resource', one.resource.id),
      }),
      scope: t.field({ type: scope, nullable: true, resolve: (one) => one.scope ?? null }),
      count: t.exposeInt('count', {
        description: 'Resources the row stands for: those of a scope, a container with what it holds, else 1.',
      }),
      levels: t.field({ type: reach.levels, resolve: (one) => one.levels }),
      ...wayFields(t, reach),
      facets: t.field({
        type: [reach.facet],
        description: 'Of a scope: what is in it.',
        resolve: (one) => [...one.facets],
      }),
    }),
  });
}

export function cursorOf({ sensitivity, environment, id }: Place): string {
  return encodeCursor([sensitivity, environment, id]);
}

export function placeOf(json: unknown): Place | undefined {
  const place = rankedPlace(json);
  return place === undefined ? undefined : { sensitivity: place[0], environment: place[1], id: place[2] };
}
