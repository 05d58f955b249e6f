import { type ReactNode, useState } from 'react';
import { Button, Input, Label, Text, TextField } from 'react-aria-components';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import type { Params } from '../lib/params.ts';
import { Badge } from '../parts/badges.tsx';
import { CoverageBar, coverageFields } from '../parts/coverage-bar.tsx';
import { Panel } from '../parts/facts.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { Answers } from './answers.tsx';
import type { Saved } from './catalogue.ts';

const run = graphql(
  `
  query Run($id: ID!, $params: JSON, $first: Int, $offset: Int) {
    runSavedQuery(id: $id, params: $params, first: $first, offset: $offset) {
      rows { values evidence }
      more
      parameters
      coverage { ...CoverageFields }
    }
  }
`,
  [coverageFields],
);

const PREFIX = 'p.';

/** One question: what it asks, its parameters, its rows. */
export function Question({ saved, params }: { readonly saved: Saved; readonly params: Params }): ReactNode {
  const given = Object.fromEntries(
    saved.parameters.flatMap(({ name }) => {
      const value = params.get(`${PREFIX}${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const missing = saved.parameters.filter(({ name, required }) => required && given[name] === undefined);
  const [draft, setDraft] = useState<Readonly<Record<string, string>>>(given);
  return (
    <div className="answer">
      <Panel title={saved.title}>
        <p>{saved.question}</p>
        <p>
          {saved.tags.map((tag) => (
            <Badge key={tag} tone="plain">
              {tag}
            </Badge>
          ))}
        </p>
        {saved.parameters.length > 0 && (
          <form
            className="toolbar"
            onSubmit={(event) => {
              event.preventDefault();
              params.set(Object.fromEntries(saved.parameters.map(({ name }) => [`${PREFIX}${name}`, draft[name]])));
            }}
          >
            {saved.parameters.map(({ name, type, doc, required, default: standard }) => (
              <TextField
                key={name}
                className="search"
                isRequired={required}
                value={draft[name] ?? ''}
                onChange={(value) => setDraft({ ...draft, [name]: value })}
              >
                <Label>
                  {name} <span className="note">{type}</span>
                </Label>
                <Input className="input" placeholder={typeof standard === 'string' ? standard : ''} />
                <Text slot="description" className="note">
                  {doc}
                </Text>
              </TextField>
            ))}
            <Button type="submit" className="button button-main">
              Ask
            </Button>
          </form>
        )}
        <details>
          <summary>Cypher</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
          <pre className="code" tabIndex={0}>
            {saved.cypher}
          </pre>
        </details>
      </Panel>
      {missing.length > 0 ? (
        <Empty>It needs {missing.map(({ name }) => name).join(', ')}.</Empty>
      ) : (
        <Result saved={saved} given={given} />
      )}
    </div>
  );
}

const ROWS = 200;

function Result({
  saved,
  given,
}: {
  readonly saved: Saved;
  readonly given: Readonly<Record<string, string>>;
}): ReactNode {
  const { data, error, refetch } = useAnswer(run, { id: saved.id, params: given, first: ROWS, offset: 0 });
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="Asking" />;
  const { rows, more, coverage } = data.runSavedQuery;
  return (
    <>
      <CoverageBar coverage={coverage} />
      <Answers
        name={saved.id}
        columns={saved.columns.map(({ name }) => name).filter((name) => name !== 'evidence')}
        rows={rows.map(({ values }) => values)}
        paths={rows.map(({ evidence }) => evidence)}
        more={more}
      />
    </>
  );
}
