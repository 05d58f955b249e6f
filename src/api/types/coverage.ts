import { type Coverage, readSteps, type StepCoverage } from '../../queries/index.ts';
import type { Builder, FieldBuilder } from '../builder.ts';

/** A source in one scope, with its steps. */
interface SourceView {
  readonly source: string;
  readonly scope: string;
  readonly steps: readonly StepCoverage[];
}

export function coverageTypes(builder: Builder) {
  const step = builder.objectRef<StepCoverage>('StepCoverage').implement({
    description: 'One step of a source as its last run left it.',
    fields: (t) => ({
      step: t.exposeString('step', { description: '`<source>:<scope>/<step>`, as in `claims`.' }),
      source: t.exposeString('source'),
      scope: t.exposeString('scope', { description: 'Account, tenant or organisation.' }),
      outcome: t.exposeString('outcome', { description: '`complete`, `partial`, `denied`, `failed` or `running`.' }),
      reason: t.string({
        nullable: true,
        description: 'What was missing.',
        resolve: (one) => one.reason ?? null,
      }),
      lastRunAt: t.field({ type: 'Instant', nullable: true, resolve: (one) => one.lastRunAt ?? null }),
      completeAt: t.field({
        type: 'Instant',
        nullable: true,
        description: 'When it was last seen whole: the last-seen time of its facts.',
        resolve: (one) => one.completeAt ?? null,
      }),
      records: t.int({ nullable: true, resolve: (one) => one.records ?? null }),
    }),
  });
  const coverage = builder.objectRef<Coverage>('Coverage').implement({
    description: 'What could not be seen, and how fresh the rest is: part of every answer.',
    fields: (t) => ({
      line: t.exposeString('line', { description: 'One sentence: `2 of 9 sources incomplete: …`.' }),
      graphVersion: t.exposeInt('graphVersion', { description: 'Version of the graph the answer was read from.' }),
      asOf: t.field({
        type: 'Instant',
        nullable: true,
        description: 'Oldest time at which a complete source was last seen whole.',
        resolve: (one) => one.asOf ?? null,
      }),
      sources: t.exposeInt('sources', { description: 'Sources that were read.' }),
      incomplete: t.field({ type: [step], resolve: (one) => [...one.incomplete] }),
    }),
  });
  const source = builder.objectRef<SourceView>('Source').implement({
    description: 'A source in one scope.',
    fields: (t) => ({
      source: t.exposeString('source'),
      scope: t.exposeString('scope', { description: 'Account, tenant or organisation.' }),
      outcome: t.string({ description: 'The worst outcome of its steps.', resolve: (one) => worst(one.steps) }),
      steps: t.field({ type: [step], resolve: (one) => [...one.steps] }),
    }),
  });
  builder.queryFields((t) => ({
    coverage: t.field({
      type: coverage,
      description: 'What could not be seen, over all sources.',
      resolve: (_root, _args, context) => context.coverage(),
    }),
    sources: t.field({
      type: [source],
      description: 'Every source that was read, step by step.',
      resolve: async (_root, _args, context) => sourcesOf(await readSteps(context.graph)),
    }),
  }));
  return { coverage };
}

export type CoverageTypes = ReturnType<typeof coverageTypes>;

/** The field every answer has. */
export function coverageField<Shape>(t: FieldBuilder<Shape>, types: CoverageTypes) {
  return {
    coverage: t.field({
      type: types.coverage,
      description: 'What could not be seen, and how fresh the answer is.',
      resolve: (_answer, _args, context) => context.coverage(),
    }),
  };
}

const BEST_FIRST = ['complete', 'running', 'partial', 'denied', 'failed'];

function worst(steps: readonly StepCoverage[]): string {
  return steps.map((one) => one.outcome).sort((a, b) => BEST_FIRST.indexOf(b) - BEST_FIRST.indexOf(a))[0] ?? 'complete';
}

function sourcesOf(steps: readonly StepCoverage[]): SourceView[] {
  return [...Map.groupBy(steps, (one) => `${one.source}:${one.scope}`).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ source: first.source, scope: first.scope, steps: own }];
  });
}
