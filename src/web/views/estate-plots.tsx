import { type ReactNode, useCallback } from 'react';
import { numberOf } from '../lib/words.ts';
import { Numbers, Plot } from '../parts/plot.tsx';
import { Empty } from '../parts/states.tsx';
import type { Estate } from './estate.ts';

const AGES = [
  ['day', 'under a day', '#7fa3f5'],
  ['week', 'under a week', '#4a78e0'],
  ['month', 'under 30 days', '#c98a1b'],
  ['older', 'older', '#c0392b'],
] as const;

/** How old the findings of each severity are. */
export function Ages({ ages }: { readonly ages: Estate['findingAges'] }): ReactNode {
  const options = useCallback(
    (isDark: boolean) => ({
      kind: 'bars' as const,
      isDark,
      categories: ages.map(({ severity }) => severity),
      series: AGES.map(([key, name, colour]) => ({ name, colour, values: ages.map((one) => one[key]) })),
    }),
    [ages],
  );
  if (ages.length === 0) return <Empty>Nothing was found to be wrong.</Empty>;
  return (
    <Plot
      label={`Findings by severity: ${ages.map((one) => `${one.severity} ${one.day + one.week + one.month + one.older}`).join(', ')}`}
      options={options}
      height={40 + ages.length * 36}
      table={
        <Numbers
          caption="Findings by severity and age"
          titles={['Severity', ...AGES.map(([, name]) => name)]}
          rows={ages.map((one) => [one.severity, ...AGES.map(([key]) => one[key])])}
        />
      }
    />
  );
}

const LINES = [
  ['agents', '#4a78e0'],
  ['credentials', '#c98a1b'],
  ['findings', '#c0392b'],
] as const;

/** How much there was, day by day. */
export function Trend({ trend }: { readonly trend: Estate['trend'] }): ReactNode {
  const options = useCallback(
    (isDark: boolean) => ({
      kind: 'line' as const,
      isDark,
      categories: trend.map(({ day }) => day.slice(5)),
      series: LINES.map(([name, colour]) => ({ name, colour, values: trend.map((one) => one[name]) })),
    }),
    [trend],
  );
  const last = trend.at(-1);
  return (
    <Plot
      label={`Trend of 30 days; today ${LINES.map(([name]) => `${numberOf(last?.[name] ?? 0)} ${name}`).join(', ')}`}
      options={options}
      table={
        <Numbers
          caption="What was there at the end of each day"
          titles={['Day', ...LINES.map(([name]) => name)]}
          rows={trend.map((one) => [one.day, ...LINES.map(([name]) => numberOf(one[name]))])}
        />
      }
    />
  );
}
