import type { ReactNode } from 'react';
import { graphql, type ResultOf } from '../graphql/graphql.ts';
import { useAnswer, usePages } from '../graphql/use-answer.ts';
import { linkOf } from '../lib/links.ts';
import { useParams } from '../lib/params.ts';
import { counted, numberOf, wordsOf } from '../lib/words.ts';
import { Badge, Severity, Time, Unknown } from '../parts/badges.tsx';
import { Choice } from '../parts/choice.tsx';
import { CoverageBar, coverageFields } from '../parts/coverage-bar.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Head } from '../parts/facts.tsx';
import { Failure, Loading } from '../parts/states.tsx';

const findings = graphql(
  `
  query Findings($filter: FindingFilter, $first: Int, $after: String) {
    findings(filter: $filter, first: $first, after: $after) {
      edges { node { id sentence severity state isOverdue routedTo firstSeen assignee { name } routedToHuman { node { name } } } }
      pageInfo { hasNextPage endCursor }
      bySeverity { name count }
      coverage { ...CoverageFields }
    }
  }
`,
  [coverageFields],
);

const questions = graphql(`
  query FindingQuestions {
    savedQueries { id title }
  }
`);

type Finding = ResultOf<typeof findings>['findings']['edges'][number]['node'];

const SEVERITIES = ['critical', 'high', 'medium', 'low'];

const columns: readonly TableColumn<Finding>[] = [
  {
    id: 'sentence',
    title: 'Finding',
    wide: 5,
    cell: ({ sentence }) => <span title={sentence ?? ''}>{sentence}</span>,
    text: ({ sentence }) => sentence ?? '',
  },
  {
    id: 'severity',
    title: 'Severity',
    always: true,
    cell: ({ severity }) => <Severity of={severity} />,
    text: ({ severity }) => severity ?? '',
  },
  {
    id: 'routed',
    title: 'Goes to',
    wide: 1.4,
    cell: (row) => goesTo(row) ?? <Unknown />,
    text: (row) => goesTo(row) ?? '',
  },
  {
    id: 'state',
    title: 'State',
    cell: ({ state, isOverdue }) => (
      <>
        {state} {isOverdue && <Badge tone="critical">overdue</Badge>}
      </>
    ),
    text: ({ state }) => state,
  },
  {
    id: 'since',
    title: 'Since',
    cell: ({ firstSeen }) => <Time of={firstSeen} />,
    text: ({ firstSeen }) => firstSeen ?? '',
  },
];

function goesTo({ assignee, routedToHuman, routedTo }: Finding): string | null {
  return assignee?.name ?? routedToHuman?.node.name ?? routedTo;
}

const STATES = ['open', 'acknowledged', 'accepted', 'resolved'];

/** What is wrong, the most severe first. */
export function FindingsView(): ReactNode {
  const params = useParams();
  const [severity, question, state] = ['severity', 'question', 'state'].map(params.get);
  const { query, rows, first } = usePages(
    findings,
    { filter: { severity: severity ?? null, question: question ?? null, state: state ?? null }, first: 100 },
    (answer) => answer.findings,
  );
  const saved = useAnswer(questions, {});
  const counts = first?.findings.bySeverity ?? [];
  return (
    <>
      <Head kind="Table" title="Findings" />
      {first !== undefined && <CoverageBar coverage={first.findings.coverage} />}
      <search className="toolbar" aria-label="Filter findings">
        <Choice
          label="Severity"
          none="any"
          value={severity}
          options={SEVERITIES.map((id) => ({ id, text: id }))}
          onChange={(next) => params.set({ severity: next })}
        />
        <Choice
          label="Question"
          none="any"
          value={question}
          options={(saved.data?.savedQueries ?? []).map(({ id, title }) => ({ id, text: title }))}
          onChange={(next) => params.set({ question: next })}
        />
        <Choice
          label="State"
          none="not resolved"
          value={state}
          options={STATES.map((id) => ({ id, text: id }))}
          onChange={(next) => params.set({ state: next })}
        />
        <p className="grow" aria-live="polite">
          {counted(
            counts.reduce((sum, { count }) => sum + count, 0),
            'finding',
          )}
          {counts.length > 0 &&
            `: ${counts.map(({ name, count }) => `${numberOf(count)} ${wordsOf(name)}`).join(', ')}`}
        </p>
      </search>
      {query.error !== null && rows.length === 0 ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading what="Loading findings" />
      ) : (
        <DataTable
          label="Findings"
          columns={columns}
          rows={rows}
          keyOf={keyOf}
          hrefOf={({ id }) => linkOf('Finding', id)}
          onMore={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
          isLoading={query.isFetchingNextPage}
          empty="Nothing that fits was found to be wrong."
        />
      )}
    </>
  );
}

function keyOf({ id }: Finding): string {
  return id;
}
