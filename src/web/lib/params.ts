import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** The state of a view, as the address of the page has it: a link leads to just what is seen. */
export interface Params {
  readonly get: (name: string) => string | undefined;
  /** Changes some; `undefined` takes one away. Typing replaces the address instead of adding to the history. */
  readonly set: (
    changes: Readonly<Record<string, string | undefined>>,
    options?: { readonly replace?: boolean },
  ) => void;
  readonly all: URLSearchParams;
}

export function useParams(): Params {
  const [all, setAll] = useSearchParams();
  const set = useCallback<Params['set']>(
    (changes, options = {}) => {
      setAll(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === undefined || value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: options.replace ?? false },
      );
    },
    [setAll],
  );
  return { get: (name) => all.get(name) ?? undefined, set, all };
}
