import type { ReactNode } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';

export interface Option {
  readonly id: string;
  readonly text: string;
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly Option[];
  /** `undefined`: none is chosen. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  /** What stands for none. */
  readonly none?: string;
}

const NONE = '\u0000none';

/** One of several. */
export function Choice({ label, options, value, onChange, none }: ChoiceProps): ReactNode {
  const all = none === undefined ? options : [{ id: NONE, text: none }, ...options];
  return (
    <Select
      className="choice"
      value={value ?? NONE}
      onChange={(key) => onChange(key === NONE || key === null ? undefined : String(key))}
    >
      <Label>{label}</Label>
      <Button className="button">
        <SelectValue>{({ selectedText }) => selectedText || (none ?? 'choose')}</SelectValue>
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="popover">
        <ListBox items={all} className="listbox">
          {({ id, text }) => (
            <ListBoxItem id={id} textValue={text} className="listbox-item">
              {text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
