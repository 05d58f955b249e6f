import { type ReactNode, useMemo, useState } from 'react';
import { Button, Label, TextArea, TextField } from 'react-aria-components';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useParams } from '../lib/params.ts';
import { CoverageBar, coverageFields } from '../parts/coverage-bar.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { Answers } from './answers.tsx';
import { GraphModel } from './graph-model.tsx';

const cypher = graphql(
  `
  query Cypher($text: String!, $first: Int) {
    cypher(text: $text, first: $first) { columns rows more coverage { ...CoverageFields } }
  }
`,
  [coverageFields],
);

const EXAMPLE = `MATCH (a:Agent)-[u:USES]->(c:Credential)
WHERE c.lifetime = 'long-lived'
RETURN a.name AS agent, c.id AS credential, u.basis AS basis
ORDER BY agent LIMIT 50`;

const ROWS = 200;

/** Cypher of one's own that only reads, with the graph as it is declared beside it. */
export function CypherPanel(): ReactNode {
  const params = useParams();
  const asked = params.get('cypher');
  const [text, setText] = useState(asked ?? EXAMPLE);
  return (
    <div className="split split-right">
      <div className="answer">
        <form
          className="panel"
          onSubmit={(event) => {
            event.preventDefault();
            params.set({ cypher: text });
          }}
        >
          <TextField value={text} onChange={setText} className="editor">
            <Label>Cypher that reads</Label>
            <TextArea
              className="input code"
              rows={8}
              spellCheck={false}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) params.set({ cypher: text });
              }}
            />
          </TextField>
          <div className="toolbar">
            <Button type="submit" className="button button-main">
              Run
            </Button>
            <span className="note">
              Ctrl+Enter runs it. A column <code>evidence</code> that holds a path as text is drawn as a picture.
            </span>
          </div>
        </form>
        {asked === undefined ? <Empty>Nothing was asked yet.</Empty> : <Result text={asked} />}
      </div>
      <GraphModel />
    </div>
  );
}

function Result({ text }: { readonly text: string }): ReactNode {
  const { data, error, refetch } = useAnswer(cypher, { text, first: ROWS });
  const paths = useMemo(() => (data?.cypher.rows ?? []).map(evidenceOf), [data]);
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="Asking" />;
  const { columns, rows, more, coverage } = data.cypher;
  return (
    <>
      <CoverageBar coverage={coverage} />
      <Answers name="keyline-cypher" columns={columns} rows={rows} paths={paths} more={more} />
    </>
  );
}

function evidenceOf(row: unknown): readonly string[] {
  const { evidence } = (row ?? {}) as { readonly evidence?: unknown };
  return Array.isArray(evidence) ? evidence.map(String) : [];
}
