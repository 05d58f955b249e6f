import {
  type Count,
  type Facet,
  LEVELS,
  type LevelCount,
  type LevelLists,
  type PathStep,
  type ReachCounts,
} from '../../queries/reach/index.ts';
import type { Label } from '../../schema/index.ts';
import type { Builder } from '../builder.ts';
import type { NodeTypes } from './nodes.ts';
import { reachRowType } from './reach-row.ts';

/** The parts that answers about reach are made of. */
export function reachTypes(builder: Builder, types: NodeTypes) {
  const parts = reachParts(builder, types);
  return { ...parts, row: reachRowType(builder, types, parts) };
}

function reachParts(builder: Builder, types: NodeTypes) {
  const level = builder.enumType('AccessLevel', { description: 'Levels of access.', values: LEVELS });
  const levels = builder.objectRef<LevelLists>('AccessLevels').implement({
    description:
      'Levels over all grants, each in the surest list it belongs to. All empty: reached, but the source does not tell the level.',
    fields: (t) => ({
      certain: t.field({ type: [level], description: 'Without condition.', resolve: (one) => [...one.certain] }),
      possible: t.field({ type: [level], description: 'Under conditions.', resolve: (one) => [...one.possible] }),
      unknown: t.field({
        type: [level],
        description: 'Not decided, because something could not be read.',
        resolve: (one) => [...one.unknown],
      }),
      conditionKeys: t.stringList({
        description: 'Condition keys that decide the possible ones.',
        resolve: (one) => [...one.conditionKeys],
      }),
    }),
  });
  const step = builder.objectRef<PathStep>('PathStep').implement({
    description: 'One step of a lineage path; the first is where it begins.',
    fields: (t) => ({
      edge: t.string({ nullable: true, description: 'Edge type that leads here.', resolve: (one) => one.edge ?? null }),
      label: t.exposeString('label'),
      id: t.exposeID('id'),
      name: t.string({ nullable: true, resolve: (one) => one.name ?? null }),
      certainty: t.exposeString('certainty', { description: 'Of this step: `certain`, `conditional` or `unknown`.' }),
      conditionKeys: t.stringList({ resolve: (one) => [...one.conditionKeys] }),
      node: t.field({
        type: types.nodeInterface,
        nullable: true,
        resolve: (one, _args, context) => context.loaders.node(one.label, one.id),
      }),
    }),
  });
  const count = builder.objectRef<Count>('Count').implement({
    fields: (t) => ({
      name: t.exposeString('name', { description: '`unknown` where it is not known.' }),
      count: t.exposeInt('count'),
    }),
  });
  const levelCount = builder.objectRef<LevelCount>('LevelCount').implement({
    description: 'Resources at one level, each counted at its surest.',
    fields: (t) => ({
      level: t.exposeString('level'),
      certain: t.exposeInt('certain'),
      possible: t.exposeInt('possible'),
      unknown: t.exposeInt('unknown'),
    }),
  });
  const facet = builder.objectRef<Facet>('Facet').implement({
    description: 'Resources of one environment and sensitivity.',
    fields: (t) => ({
      environment: t.string({ nullable: true, resolve: (one) => one.environment ?? null }),
      sensitivity: t.string({ nullable: true, resolve: (one) => one.sensitivity ?? null }),
      count: t.exposeInt('count'),
    }),
  });
  const counts = builder.objectRef<ReachCounts>('ReachCounts').implement({
    description: 'Distinct resources reached; a resource is counted once, however many grants reach it.',
    fields: (t) => ({
      total: t.exposeInt('total'),
      byKind: t.field({ type: [count], resolve: (one) => [...one.byKind] }),
      byLevel: t.field({ type: [levelCount], resolve: (one) => [...one.byLevel] }),
      byEnvironment: t.field({ type: [count], resolve: (one) => [...one.byEnvironment] }),
      bySensitivity: t.field({ type: [count], resolve: (one) => [...one.bySensitivity] }),
    }),
  });
  for (const label of REACHING) {
    builder.objectFields(types.typeOf(label), (t) => ({
      reachCounts: t.field({
        type: counts,
        description: 'What it reaches now, counted; `blastRadius` gives the rows. At most 100 subjects a request.',
        resolve: (node, _args, context) => context.loaders.reach(node),
      }),
    }));
  }
  return { level, levels, step, count, facet, counts };
}

export type ReachParts = ReturnType<typeof reachParts>;
export type ReachTypes = ReturnType<typeof reachTypes>;

const REACHING: readonly Label[] = ['Agent', 'Credential', 'Principal', 'Human', 'Tool', 'Device'];
