import { findNode } from '../../queries/index.ts';
import type { StoredNode } from '../../queries/lineage/index.ts';
import type { Label } from '../../schema/index.ts';
import type { Builder } from '../builder.ts';
import type { CoverageTypes } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';
import { ask, countField, nodeField, type Row, rowsType, textField, textsField } from './people.ts';

/** `ownedBy`, `handover` and `departedEstate`: saved questions with the graph behind their rows. */
export function lifecycleFields(builder: Builder, types: NodeTypes, coverage: CoverageTypes): void {
  const owned = builder.objectRef<Row>('OwnedThing').implement({
    description: 'An agent, credential or principal that somebody owns, or that fell to them.',
    fields: (t) => ({
      thing: t.field({
        type: types.nodeInterface,
        nullable: true,
        resolve: (row, _args, context): Promise<StoredNode | undefined> =>
          context.loaders.node(String(row['label']) as Label, String(row['thing'])),
      }),
      owner: nodeField(t, types, 'Human', 'owner'),
      how: textField(t, 'how', '`owns`, or from whom its duty fell to them.'),
      verdict: textField(t, 'verdict', '`asserted` or `likely`.'),
      consumption: textField(
        t,
        'consumption',
        '`in use`, `idle` or `never used`; of those who left `still consuming` for the first.',
      ),
      lastUsedAt: t.field({
        type: 'Instant',
        nullable: true,
        resolve: (row) => (typeof row['lastUsedAt'] === 'string' ? row['lastUsedAt'] : null),
      }),
      reaches: countField(t),
      mostSensitive: textsField(t, 'mostSensitive', 'Up to five of them, the most sensitive first.'),
      routeTo: nodeField(t, types, 'Human', 'routeTo'),
      route: textField(t, 'route', 'Why it goes, or would go, there.'),
      evidence: textsField(t, 'evidence', 'Why it is theirs.'),
    }),
  });
  const things = rowsType(builder, 'OwnedThings', 'OwnedThingEdge', owned, coverage);
  builder.queryFields((t) => {
    const page = { first: t.arg.int({ description: 'Default 50, at most 500.' }), after: t.arg.string() };
    const human = t.arg.id({ required: true, description: 'The person: key, e-mail or unambiguous name.' });
    return {
      ownedBy: t.field({
        type: things,
        description: 'What a person owns, what it reaches, and whether it is in use.',
        args: { human, ...page },
        resolve: async (_root, { human: name, ...args }, context) => {
          const found = await findNode(context.graph, name, { labels: ['Human'] });
          return ask(context, 'human-estate', { human: found.id }, args);
        },
      }),
      handover: t.field({
        type: things,
        description: 'What would have nobody to answer for it if this person left today, and to whom it would fall.',
        args: { human, ...page },
        resolve: async (_root, { human: name, ...args }, context) => {
          const found = await findNode(context.graph, name, { labels: ['Human'] });
          return ask(context, 'handover', { human: found.id }, args);
        },
      }),
      departedEstate: t.field({
        type: things,
        description: 'Agents, credentials and principals of people who left since a time, and to whom they fall.',
        args: { since: t.arg.string({ description: 'A time, or back from now: `90d` (default), `24h`.' }), ...page },
        resolve: (_root, { since, ...args }, context) =>
          ask(context, 'departed-owner-estate', since === undefined || since === null ? {} : { since }, args),
      }),
    };
  });
}
