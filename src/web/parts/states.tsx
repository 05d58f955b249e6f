import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button, Link, ProgressBar } from 'react-aria-components';
import { AskError } from '../graphql/ask.ts';

export function Loading({ what = 'Loading' }: { readonly what?: string }): ReactNode {
  return (
    <ProgressBar isIndeterminate aria-label={what} className="loading">
      <span className="loading-mark" aria-hidden="true" />
      {what} …
    </ProgressBar>
  );
}

/** Why something is not here, in plain words, and what can be done. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }): ReactNode {
  const asked = error instanceof AskError ? error : undefined;
  return (
    <div className="state failure" role="alert">
      <p className="state-head">{asked?.message ?? 'Something went wrong in this page.'}</p>
      {asked?.hint !== undefined && <p>{asked.hint}</p>}
      {asked?.code === 'login' && (
        <p>
          <Link
            href={`/auth/login?return=${encodeURIComponent(location.pathname + location.search)}`}
            className="button"
          >
            Log in
          </Link>
        </p>
      )}
      {onRetry !== undefined && (
        <Button className="button" onPress={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

export function Empty({ children }: { readonly children: ReactNode }): ReactNode {
  return <div className="state">{children}</div>;
}

interface AnsweredProps<R> {
  readonly query: UseQueryResult<R>;
  readonly what: string;
  readonly children: (answer: R) => ReactNode;
}

/** What is shown of an answer: that it is on its way, why there is none, or itself. */
export function Answered<R>({ query, what, children }: AnsweredProps<R>): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading what={what} />;
}
