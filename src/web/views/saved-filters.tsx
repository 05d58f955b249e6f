import { type ReactNode, useState } from 'react';
import { Button, Input, Label, Link, TextField } from 'react-aria-components';
import { useLocation } from 'react-router';
import { useStored } from '../lib/stored.ts';
import { Window } from '../parts/window.tsx';

/** Filters this browser keeps by name, each the address it leads to. */
export function SavedFilters({ table }: { readonly table: string }): ReactNode {
  const [stored, store] = useStored(`filters.${table}`);
  const { pathname, search } = useLocation();
  const [name, setName] = useState('');
  const saved = savedOf(stored);
  const keep = (next: Readonly<Record<string, string>>): void => store(JSON.stringify(next));
  return (
    <Window title="Saved filters" button={<Button className="button">Saved filters</Button>}>
      {(close) => (
        <>
          <ul className="groups">
            {Object.entries(saved).map(([title, query]) => (
              <li key={title}>
                <Link href={`${pathname}${query}`} onPress={close}>
                  {title}
                </Link>
                <Button
                  className="icon-button"
                  aria-label={`Forget ${title}`}
                  onPress={() => keep(Object.fromEntries(Object.entries(saved).filter(([one]) => one !== title)))}
                >
                  ×
                </Button>
              </li>
            ))}
          </ul>
          {Object.keys(saved).length === 0 && <p>None yet. This browser keeps them.</p>}
          <form
            className="toolbar"
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() === '') return;
              keep({ ...saved, [name.trim()]: search });
              setName('');
            }}
          >
            <TextField value={name} onChange={setName} className="search">
              <Label>Name for the present filter</Label>
              <Input className="input" />
            </TextField>
            <Button type="submit" className="button">
              Save
            </Button>
          </form>
        </>
      )}
    </Window>
  );
}

/** What was kept; what is not of that shape counts as nothing. */
function savedOf(stored: string | null): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => /^(\?|$)/.test(String(entry[1]))),
    );
  } catch {
    return {};
  }
}
