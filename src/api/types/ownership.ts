import { findNode } from '../../queries/index.ts';
import {
  type Alternative,
  type Owner,
  readAlternatives,
  readOwners,
  type StoredNode,
} from '../../queries/lineage/index.ts';
import type { Builder } from '../builder.ts';
import { type CoverageTypes, coverageField } from './coverage.ts';
import type { NodeTypes } from './nodes.ts';

interface Ownership {
  readonly subject: StoredNode;
  readonly owners: readonly Owner[];
  readonly alternatives: readonly Alternative[];
}

/** `ownership(id)`: who answers for it, how sure that is, why, and who else it might be. */
export function ownershipField(builder: Builder, types: NodeTypes, coverage: CoverageTypes): void {
  const owner = ownerType(builder, types);
  const alternative = alternativeType(builder, types);
  const ownership = builder.objectRef<Ownership>('Ownership').implement({
    description: 'Who answers for an agent, principal or credential.',
    fields: (t) => ({
      subject: t.field({ type: types.nodeInterface, resolve: (one) => one.subject }),
      verdict: t.string({
        description: '`asserted`, `likely`, or `unknown`: nobody is named surely enough.',
        resolve: (one) => one.owners[0]?.verdict ?? 'unknown',
      }),
      owners: t.field({ type: [owner], description: 'The surest first.', resolve: (one) => [...one.owners] }),
      alternatives: t.field({
        type: [alternative],
        description: 'Whom evidence names less surely; of an unknown verdict all whom it names. The surest first.',
        resolve: (one) => [...one.alternatives],
      }),
      ...coverageField(t, coverage),
    }),
  });
  builder.queryField('ownership', (t) =>
    t.field({
      type: ownership,
      description: 'Who answers for it, why we think so, and (through `owns`) what else they own.',
      args: { id: t.arg.id({ required: true, description: 'Agent, principal or credential.' }) },
      resolve: async (_root, args, context): Promise<Ownership> => {
        const found = await findNode(context.graph, args.id, { labels: ['Agent', 'Principal', 'Credential'] });
        const [subject, owners, alternatives] = await Promise.all([
          context.loaders.node(found.label, found.id),
          readOwners(context.graph, found),
          readAlternatives(context.graph, found),
        ]);
        return { subject: subject ?? { label: found.label, id: found.id, props: {} }, owners, alternatives };
      },
    }),
  );
}

function ownerType(builder: Builder, types: NodeTypes) {
  return builder.objectRef<Owner>('Owner').implement({
    description: 'One who answers for it, and why we think so.',
    fields: (t) => ({
      owner: t.field({ type: types.nodeInterface, description: 'A Human or a Team.', resolve: (one) => one.owner }),
      confidence: t.float({
        nullable: true,
        description: '0 to 1: of a hundred judged so, so many are right.',
        resolve: (one) => one.confidence ?? null,
      }),
      verdict: t.string({
        nullable: true,
        description: '`asserted` or `likely`.',
        resolve: (one) => one.verdict ?? null,
      }),
      since: t.field({
        type: 'Instant',
        nullable: true,
        description: 'The earliest dated evidence that names the owner; without one, since when the verdict stands.',
        resolve: (one) => one.since ?? null,
      }),
      basis: t.stringList({ description: 'In words, the strongest first.', resolve: (one) => [...one.basis] }),
      evidence: t.field({ type: [types.typeOf('Evidence')], resolve: (one) => [...one.evidence] }),
      fallsTo: t.field({
        type: types.typeOf('Human'),
        nullable: true,
        description: 'Who must act when the owner cannot: the sponsor, else the first active manager up the chain.',
        resolve: (one) => one.falls ?? null,
      }),
      fallsToWhy: t.string({ nullable: true, resolve: (one) => one.fallsWhy ?? null }),
    }),
  });
}

function alternativeType(builder: Builder, types: NodeTypes) {
  return builder.objectRef<Alternative>('OwnershipAlternative').implement({
    description: 'Somebody whom evidence names, and not surely enough.',
    fields: (t) => ({
      owner: t.field({ type: types.nodeInterface, description: 'A Human or a Team.', resolve: (one) => one.owner }),
      confidence: t.float({ description: '0 to 1.', resolve: (one) => one.confidence }),
      basis: t.stringList({ description: 'In words, the strongest first.', resolve: (one) => [...one.basis] }),
    }),
  });
}
