import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

/** A text that this browser remembers. Where it may not remember anything, it forgets with the tab. */
export function useStored(key: string): readonly [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => read(key));
  const set = useCallback((next: string | null) => write(key, next), [key]);
  return [value, set];
}

const fallback = new Map<string, string>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(`keyline.${key}`);
  } catch {
    return fallback.get(key) ?? null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`keyline.${key}`);
    else localStorage.setItem(`keyline.${key}`, value);
  } catch {
    if (value === null) fallback.delete(key);
    else fallback.set(key, value);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
