import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { useAnswer } from '../graphql/use-answer.ts';
import { useParams } from '../lib/params.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { Answered, Empty } from '../parts/states.tsx';
import { catalogue } from './catalogue.ts';
import { Question } from './saved-question.tsx';

/** The catalogue, and one question of it with its parameters and its answer. */
export function SavedQueries(): ReactNode {
  const params = useParams();
  const query = useAnswer(catalogue, {});
  const looked = (params.get('look') ?? '').toLowerCase();
  return (
    <Answered query={query} what="Reading the catalogue">
      {({ savedQueries }) => {
        const chosen = savedQueries.find(({ id }) => id === params.get('query'));
        const found = savedQueries.filter(({ title, question, tags, id }) =>
          [title, question, id, ...tags].some((text) => text.toLowerCase().includes(looked)),
        );
        return (
          <div className="split">
            <nav aria-label="Saved questions" className="panel">
              <SearchBox
                label="Look for a question"
                value={params.get('look') ?? ''}
                onChange={(look) => params.set({ look }, { replace: true })}
              />
              <ul className="rows picks">
                {found.map(({ id, title }) => (
                  <li key={id}>
                    <Link
                      href={`/queries?query=${id}`}
                      {...(id === chosen?.id ? { 'aria-current': 'page' as const } : {})}
                    >
                      {title}
                    </Link>
                  </li>
                ))}
              </ul>
              {found.length === 0 && <Empty>No question has such words.</Empty>}
            </nav>
            {chosen === undefined ? (
              <Empty>Choose a question. Each is a reviewed Cypher file whose rows prove themselves.</Empty>
            ) : (
              <Question key={chosen.id} saved={chosen} params={params} />
            )}
          </div>
        );
      }}
    </Answered>
  );
}
