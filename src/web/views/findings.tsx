import type { ReactNode } from 'react';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer, usePages } from '../graphql/use-answer.ts';
import { linkOf } from '../lib/links.ts';
import { useParams } from '../lib/params.ts';
import { counted, numberOf, wordsOf } from '../lib/words.ts';
import { Choice } from '../parts/choice.tsx';
import { CoverageBar } from '../parts/coverage-bar.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Head } from '../parts/facts.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { columns, findings, keyOf } from './finding-columns.tsx';

const questions = graphql(`
  query FindingQuestions {
    savedQueries { id title }
  }
`);

const SEVERITIES = ['critical', 'high', 'medium', 'low'];
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
