import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 700px)';

/** Whether the page is as narrow as a phone's. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(NARROW);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(NARROW).matches,
  );
}
