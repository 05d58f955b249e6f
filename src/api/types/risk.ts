import type { Risk, RiskInFull, RiskReachRow, RiskTerm } from '../../queries/reach/index.ts';
import type { Builder } from '../builder.ts';
import type { NodeTypes } from './nodes.ts';

const ROWS_SHOWN = 50;

/** The risk score, and `risk` of an agent. */
export function riskTypes(builder: Builder, types: NodeTypes) {
  const term = builder.objectRef<RiskTerm>('RiskTerm').implement({
    description: 'One reason for points.',
    fields: (t) => ({
      part: t.exposeString('part', { description: '`reach`, `credentials` or `owner`.' }),
      term: t.exposeString('term', { description: 'Its name in the configuration.' }),
      points: t.exposeFloat('points'),
      says: t.exposeString('says'),
    }),
  });
  const reach = builder.objectRef<RiskReachRow>('RiskReach').implement({
    description: 'Resources reached at the same strongest level, of one sensitivity and environment.',
    fields: (t) => ({
      level: t.exposeString('level'),
      certainty: t.exposeString('certainty', { description: '`certain`, `possible` or `unknown`.' }),
      sensitivity: t.exposeString('sensitivity'),
      environment: t.exposeString('environment'),
      count: t.exposeInt('count'),
      weight: t.exposeFloat('weight', { description: 'Of one: level × certainty × sensitivity × environment.' }),
    }),
  });
  const score = builder.objectRef<Risk>('RiskScore').implement({
    description: 'The sum of its terms; 0 to 100 with the standard weights.',
    fields: (t) => ({
      score: t.exposeFloat('score'),
      exposure: t.exposeFloat('exposure', { description: 'Weighted resources: what the points of reach come from.' }),
      terms: t.field({ type: [term], resolve: (one) => [...one.terms] }),
    }),
  });
  const inFull = builder.objectRef<RiskInFull>('Risk').implement({
    description: 'The risk of one agent; the weights stand in the configuration.',
    fields: (t) => ({
      score: t.exposeFloat('score', { description: 'The sum of its terms; 0 to 100 with the standard weights.' }),
      exposure: t.exposeFloat('exposure', { description: 'Weighted resources: the sum of count × weight.' }),
      terms: t.field({ type: [term], resolve: (one) => [...one.terms] }),
      reach: t.field({
        type: [reach],
        description: `What the exposure is made of, the heaviest first; at most ${ROWS_SHOWN}.`,
        resolve: (one) => one.reach.slice(0, ROWS_SHOWN),
      }),
    }),
  });
  builder.objectFields(types.typeOf('Agent'), (t) => ({
    risk: t.field({
      type: inFull,
      nullable: true,
      description: 'How risky it is now, and why. From the reach index.',
      resolve: async ({ id }, _args, context) => {
        const memory = await context.reach.memory((await context.coverage()).graphVersion);
        const node = { label: 'Agent', id: String(id), name: undefined } as const;
        return (await memory.risk(node, context.clock.now())) ?? null;
      },
    }),
  }));
  return { score };
}

export type RiskTypes = ReturnType<typeof riskTypes>;
