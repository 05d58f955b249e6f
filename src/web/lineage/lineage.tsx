import { type ReactNode, useEffect } from 'react';
import { Checkbox } from 'react-aria-components';
import { useParams } from '../lib/params.ts';
import { Choice } from '../parts/choice.tsx';
import { CoverageBar } from '../parts/coverage-bar.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { AsOfSlider, ReachedThen } from './as-of.tsx';
import { Drawn } from './drawn.tsx';
import { type Level, type Subject, useLineage } from './use-lineage.ts';

const LEVELS = ['Read', 'List', 'Write', 'Tagging', 'Permissions'] as const satisfies readonly Level[];

/** The lineage of a subject, as a picture and as a table. What is unfolded, in focus and asked stands in the address. */
export function Lineage({ subject }: { readonly subject: Subject }): ReactNode {
  const params = useParams();
  const days = Number(params.get('back') ?? 0) || 0;
  if (subject.label !== 'Agent') return <Now subject={subject} />;
  return (
    <>
      <AsOfSlider days={days} onDays={(back) => params.set({ back: back === 0 ? undefined : String(back) })} />
      {days === 0 ? <Now subject={subject} /> : <ReachedThen agent={subject.id} days={days} />}
    </>
  );
}

function Now({ subject }: { readonly subject: Subject }): ReactNode {
  const params = useParams();
  const isAll = params.get('all') === '1';
  const found = useLineage(subject, params.get('level') as Level | undefined, isAll);
  const { picture, rows, coverage, error, isLoading } = found;
  // While the answer is on its way, so is what draws it.
  useEffect(() => void import('./drawing.ts'), []);
  if (error !== null) return <Failure error={error} onRetry={found.retry} />;
  if (isLoading) return <Loading what="Following the lineage" />;
  if (picture === undefined) return <Empty>Nothing with this key is in the graph.</Empty>;
  return (
    <>
      {coverage !== undefined && <CoverageBar coverage={coverage} />}
      <div className="toolbar">
        <Choice
          label="Level"
          none="any level"
          value={params.get('level')}
          options={LEVELS.map((id) => ({ id, text: id }))}
          onChange={(level) => params.set({ level })}
        />
        <Checkbox
          className="check"
          isSelected={isAll}
          onChange={(on) => params.set({ all: on ? '1' : undefined, open: undefined })}
        >
          <span className="check-box" aria-hidden="true" />
          Unfold everything
        </Checkbox>
      </div>
      {rows.length === 0 ? (
        <Empty>{subject.label === 'Resource' ? 'Nobody reaches it' : 'Nothing is reached'}, as far as was seen.</Empty>
      ) : (
        <Drawn subject={subject} found={found} picture={picture} />
      )}
    </>
  );
}
