import type { PathStep } from '../../queries/reach/index.ts';
import type { FieldBuilder } from '../builder.ts';
import type { ReachParts } from './reach.ts';

interface Way {
  readonly path: readonly PathStep[];
  readonly evidence: readonly string[];
}

/** How something is reached: the fields of every row that says so. */
export function wayFields<Row extends Way>(t: FieldBuilder<Row>, reach: Pick<ReachParts, 'step'>) {
  return {
    path: t.field({
      type: [reach.step],
      description: 'The surest way, the shortest of those; its last step is the grant.',
      resolve: (one) => [...one.path],
    }),
    evidence: t.stringList({
      description: 'The path as text, one step an item.',
      resolve: (one) => [...one.evidence],
    }),
  };
}
