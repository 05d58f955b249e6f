import { useSyncExternalStore } from 'react';
import { useStored } from './stored.ts';

const QUERY = '(prefers-color-scheme: dark)';

/** Whether the page is dark now: as chosen, else as the system is. */
export function useDark(): boolean {
  const [theme] = useStored('theme');
  const isSystemDark = useSyncExternalStore(
    (listener) => {
      const list = matchMedia(QUERY);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(QUERY).matches,
  );
  return theme === null ? isSystemDark : theme === 'dark';
}
