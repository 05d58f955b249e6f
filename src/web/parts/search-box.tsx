import { type ReactNode, useEffect, useState } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const PAUSE_MS = 250;

/** A text to look for; told when typing pauses. */
export function SearchBox({ label, value, onChange }: SearchBoxProps): ReactNode {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <SearchField className="search" value={typed} onChange={setTyped} onSubmit={onChange}>
      <Label>{label}</Label>
      <div className="search-field">
        <Input className="input" />
        {typed !== '' && (
          <Button className="icon-button" aria-label="Clear">
            ×
          </Button>
        )}
      </div>
    </SearchField>
  );
}
