import { type ReactNode, useState } from 'react';
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { graphql } from '../graphql/graphql.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { counted } from '../lib/words.ts';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { TextPicture } from './text-picture.tsx';

const reachedThen = graphql(`
  query ReachedThen($params: JSON, $first: Int) {
    runSavedQuery(id: "blast-radius-as-of", params: $params, first: $first) {
      rows { evidence }
      more
      coverage { line }
    }
  }
`);

const MOST_DAYS = 180;
const ROWS = 200;

interface AsOfSliderProps {
  /** Days back; 0 is now. */
  readonly days: number;
  readonly onDays: (days: number) => void;
}

/** When the lineage is seen. Told once it is let go of, so that each move does not ask. */
export function AsOfSlider({ days, onDays }: AsOfSliderProps): ReactNode {
  const [moved, setMoved] = useState<number>();
  return (
    <Slider
      className="slider"
      minValue={-MOST_DAYS}
      maxValue={0}
      value={-(moved ?? days)}
      onChange={(value) => setMoved(-value)}
      onChangeEnd={(value) => {
        setMoved(undefined);
        onDays(-value);
      }}
    >
      <Label>As of</Label>
      <SliderOutput>{wordsOf(moved ?? days)}</SliderOutput>
      <SliderTrack className="slider-track">
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
    </Slider>
  );
}

function wordsOf(days: number): string {
  return days === 0 ? 'now' : `${counted(days, 'day')} ago`;
}

/** What an agent could reach then, as the graph was known then. */
export function ReachedThen({ agent, days }: { readonly agent: string; readonly days: number }): ReactNode {
  const { data, error, refetch } = useAnswer(reachedThen, { params: { agent, at: `${days}d` }, first: ROWS });
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what="Going back" />;
  const { rows, more } = data.runSavedQuery;
  if (rows.length === 0) return <Empty>Nothing is known to have been reached {wordsOf(days)}.</Empty>;
  return (
    <>
      <p aria-live="polite">
        Reached {wordsOf(days)}: {counted(rows.length, 'row')}
        {more ? ', and more behind them' : ''}.
      </p>
      <TextPicture paths={rows.map(({ evidence }) => evidence)} />
    </>
  );
}
