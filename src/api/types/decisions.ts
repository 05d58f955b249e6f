import { type Decided, type DecisionInput, type DecisionKind, subjectLabels } from '../../decisions/index.ts';
import { findNode } from '../../queries/index.ts';
import type { StoredNode } from '../../queries/lineage/index.ts';
import type { Builder } from '../builder.ts';
import type { ApiContext } from '../context.ts';
import { deciderOf, personKey } from './decider.ts';
import type { NodeTypes } from './nodes.ts';

interface Asked {
  readonly subject: string;
  readonly by?: string | null | undefined;
  readonly reason: string;
  readonly person?: string | null | undefined;
  readonly until?: string | null | undefined;
}

/**
 * What people decide. A decision about an owner outranks inference until its basis changes; the owner in the graph follows at once.
 * The same decision again, while it holds, changes nothing.
 */
export function decisionFields(builder: Builder, types: NodeTypes): void {
  const payload = builder.objectRef<Decided>('DecisionPayload').implement({
    fields: (t) => ({
      decision: t.field({
        type: types.typeOf('Decision'),
        resolve: ({ decision }): StoredNode => ({
          label: 'Decision',
          id: decision.id,
          props: { known: true, firstSeen: decision.at, ...decision },
        }),
      }),
      repeated: t.exposeBoolean('repeated', { description: 'The same held already; nothing was written.' }),
    }),
  });
  builder.mutationType({
    description: 'Decisions of people, with their name and reason. Nothing is deleted; what ends is kept as history.',
    fields: (t) => {
      const ABOUT = t.arg.id({
        required: true,
        description: 'The agent, principal or credential: key, or unambiguous name.',
      });
      const FINDING = t.arg.id({ required: true, description: 'Key of the finding, or an unambiguous beginning.' });
      const BY = t.arg.id({
        description:
          'The person who decides: key, e-mail or unambiguous name. Default: who is logged in; another only by administrators.',
      });
      const REASON = t.arg.string({ required: true, description: 'Why; at most 1,000 characters.' });
      return {
        confirmOwner: t.field({
          type: payload,
          description: 'The owner is right.',
          args: {
            subject: ABOUT,
            owner: t.arg.id({ description: 'Who it is; default: the owner of now.' }),
            by: BY,
            reason: REASON,
          },
          resolve: (_root, { owner, ...args }, context) => decided(context, 'confirm', { ...args, person: owner }),
        }),
        contestOwner: t.field({
          type: payload,
          description: 'The owner is wrong: they are not inferred again. Others may be; else the owner is unknown.',
          args: {
            subject: ABOUT,
            owner: t.arg.id({ description: 'Who it is not; default: the owner of now.' }),
            by: BY,
            reason: REASON,
          },
          resolve: (_root, { owner, ...args }, context) => decided(context, 'contest', { ...args, person: owner }),
        }),
        delegateOwner: t.field({
          type: payload,
          description: 'Somebody else answers for it from now on.',
          args: {
            subject: ABOUT,
            to: t.arg.id({ required: true, description: 'Who; must be active.' }),
            by: BY,
            reason: REASON,
            until: t.arg({ type: 'Instant', description: 'Until when; default: until its basis changes.' }),
          },
          resolve: (_root, { to, ...args }, context) => decided(context, 'delegate', { ...args, person: to }),
        }),
        takeOverOwner: t.field({
          type: payload,
          description: 'Who decides answers for it from now on.',
          args: { subject: ABOUT, by: BY, reason: REASON },
          resolve: (_root, args, context) => decided(context, 'take-over', args),
        }),
        acknowledgeFinding: t.field({
          type: payload,
          description: 'Somebody looks after it.',
          args: { finding: FINDING, by: BY, reason: REASON },
          resolve: (_root, { finding, ...args }, context) =>
            decided(context, 'acknowledge', { ...args, subject: finding }),
        }),
        assignFinding: t.field({
          type: payload,
          description: 'It goes to this person, whatever the rule says.',
          args: {
            finding: FINDING,
            to: t.arg.id({ required: true, description: 'Who; must be active.' }),
            by: BY,
            reason: REASON,
          },
          resolve: (_root, { finding, to, ...args }, context) =>
            decided(context, 'assign', { ...args, subject: finding, person: to }),
        }),
        acceptFinding: t.field({
          type: payload,
          description: 'The risk is accepted until a time; then it is open again.',
          args: {
            finding: FINDING,
            until: t.arg({ type: 'Instant', required: true, description: 'Within 366 days.' }),
            by: BY,
            reason: REASON,
          },
          resolve: (_root, { finding, ...args }, context) => decided(context, 'accept', { ...args, subject: finding }),
        }),
        withdrawDecision: t.field({
          type: payload,
          description: 'A decision is taken back.',
          args: { id: t.arg.id({ required: true }), by: BY, reason: REASON },
          resolve: async (_root, { id, by, reason }, context) =>
            context.decisions.withdraw({ id, ...(await deciderOf(context, by)), reason }),
        }),
      };
    },
  });
}

/** Names become keys; then the desk decides. Errors: `decision` with the field; those of `findNode`. */
async function decided(context: ApiContext, kind: DecisionKind, asked: Asked): Promise<Decided> {
  const { subject, by, reason, person, until } = asked;
  const found = await findNode(context.graph, subject, { labels: subjectLabels(kind) });
  const input: DecisionInput = {
    kind,
    subject: found.id,
    ...(await deciderOf(context, by)),
    reason,
    ...(person === undefined || person === null ? {} : { person: await personKey(context, person) }),
    ...(until === undefined || until === null ? {} : { until }),
  };
  const decision = await context.decisions.decide(input);
  return decision;
}
