import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button, Input, Label, TextArea, TextField } from 'react-aria-components';
import { useMe } from '../graphql/use-me.ts';
import { useStored } from '../lib/stored.ts';
import { Failure } from '../parts/states.tsx';
import { Window } from '../parts/window.tsx';
import { type Given, KINDS, type Kind } from './decision-kinds.ts';

/** What can be decided about a finding, each with a name and a reason that stay with it. */
export function Decide({ finding }: { readonly finding: string }): ReactNode {
  const me = useMe();
  if (me !== undefined && !me.actions.includes('decide')) return null;
  return (
    <div className="toolbar">
      {KINDS.map((kind) => (
        <Window key={kind.title} title={kind.title} button={<Button className="button">{kind.title}</Button>}>
          {(close) => <DecideForm finding={finding} kind={kind} onDone={close} />}
        </Window>
      ))}
    </div>
  );
}

interface DecideFormProps {
  readonly finding: string;
  readonly kind: Kind;
  readonly onDone: () => void;
}

function DecideForm({ finding, kind, onDone }: DecideFormProps): ReactNode {
  const me = useMe();
  const client = useQueryClient();
  const [remembered, remember] = useStored('decides');
  const [given, setGiven] = useState<Given>({ by: remembered ?? '', reason: '', to: '', until: '' });
  const isPerson = me?.kind === 'person';
  const deciding = useMutation({
    mutationFn: () => kind.decide(finding, isPerson ? { ...given, by: me.name } : given),
    onSuccess: async () => {
      remember(given.by === '' ? null : given.by);
      await client.invalidateQueries();
      onDone();
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        deciding.mutate();
      }}
    >
      <p>{kind.does}</p>
      {kind.extra === 'to' && (
        <Field label="To (name, e-mail or key)" value={given.to} onChange={(to) => setGiven({ ...given, to })} />
      )}
      {kind.extra === 'until' && (
        <Field label="Until" type="date" value={given.until} onChange={(until) => setGiven({ ...given, until })} />
      )}
      {isPerson ? (
        <p>Decided by {me.name}.</p>
      ) : (
        <Field
          label="Decided by (name, e-mail or key)"
          value={given.by}
          onChange={(by) => setGiven({ ...given, by })}
        />
      )}
      <TextField
        className="search"
        isRequired
        value={given.reason}
        onChange={(reason) => setGiven({ ...given, reason })}
        maxLength={1000}
      >
        <Label>Why</Label>
        <TextArea className="input" rows={3} />
      </TextField>
      {deciding.error !== null && <Failure error={deciding.error} />}
      <Button type="submit" className="button button-main" isDisabled={deciding.isPending}>
        {kind.title}
      </Button>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly type?: 'text' | 'date';
  readonly onChange: (value: string) => void;
}

function Field({ label, value, onChange, type = 'text' }: FieldProps): ReactNode {
  return (
    <TextField className="search" isRequired value={value} onChange={onChange} type={type as 'text'}>
      <Label>{label}</Label>
      <Input className="input" />
    </TextField>
  );
}
