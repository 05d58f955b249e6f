import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { useAnswer } from '../graphql/use-answer.ts';
import { useParams } from '../lib/params.ts';
import { numberOf } from '../lib/words.ts';
import { Choice } from '../parts/choice.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { type FilterColumn, type Grouping, type TableSpec, UNKNOWN } from './table-spec.ts';

/** By what a table is narrowed and grouped; each choice stands in the address. */
export function TableFilters<N>({ spec }: { readonly spec: TableSpec<N> }): ReactNode {
  const params = useParams();
  return (
    <search className="toolbar" aria-label={`Filter ${spec.plural}`}>
      <SearchBox
        label="Search"
        value={params.get('text') ?? ''}
        onChange={(text) => params.set({ text }, { replace: true })}
      />
      {spec.filters.map((column) => (
        <ColumnFilter key={column} spec={spec} column={column} />
      ))}
      {spec.groupings.includes('Owner') && (
        <Checkbox
          className="check"
          isSelected={params.get('unowned') === '1'}
          onChange={(on) => params.set({ unowned: on ? '1' : undefined })}
        >
          <span className="check-box" aria-hidden="true" />
          Nobody answers for it
        </Checkbox>
      )}
      <Choice
        label="Group by"
        none="no group"
        value={params.get('group')}
        onChange={(group) => params.set({ group })}
        options={spec.groupings.map((id) => ({ id, text: id }))}
      />
    </search>
  );
}

function ColumnFilter<N>({
  spec,
  column,
}: {
  readonly spec: TableSpec<N>;
  readonly column: FilterColumn & Grouping;
}): ReactNode {
  const params = useParams();
  const { data } = useAnswer(spec.groups, { by: column });
  const groups = data?.table.groups ?? [];
  const value = params.get(column);
  const options = groups.map(({ key, name, count }) => ({ id: key || UNKNOWN, text: `${name} (${numberOf(count)})` }));
  const known = value === undefined || options.some(({ id }) => id === value);
  return (
    <Choice
      label={column}
      none="any"
      value={value}
      onChange={(next) => params.set({ [column]: next })}
      options={known ? options : [...options, { id: value, text: value }]}
    />
  );
}
