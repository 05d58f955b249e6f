import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { Checkbox, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useNavigate } from 'react-router';
import { useDark } from '../lib/dark.ts';
import { linkOf, pictureLink } from '../lib/links.ts';
import { useParams } from '../lib/params.ts';
import { numberOf } from '../lib/words.ts';
import { Choice } from '../parts/choice.tsx';
import { CoverageBar } from '../parts/coverage-bar.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { AsOfSlider, ReachedThen } from './as-of.tsx';
import { AsTable } from './as-table.tsx';
import { Canvas } from './canvas.tsx';
import type { Drawing } from './drawing.ts';
import { Exports } from './exports.tsx';
import { FocusPanel } from './focus-panel.tsx';
import { fold, type Shown } from './fold.ts';
import { layout as layoutOf } from './layout.ts';
import { Legend } from './legend.tsx';
import { paletteOf } from './palette.ts';
import type { Picture } from './picture.ts';
import { type Lineage as Found, type Level, type Subject, useLineage } from './use-lineage.ts';
import { WhatIf } from './what-if.tsx';
import { onlyOver, why } from './why.ts';

const LEVELS = ['Read', 'List', 'Write', 'Tagging', 'Permissions'] as const satisfies readonly Level[];
const REVOCABLE = new Set(['Credential', 'Principal', 'TrustGroup', 'Tool']);
const SEPARATOR = '~';

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
        <Drawn subject={subject} found={found} picture={picture} isAll={isAll} />
      )}
    </>
  );
}

interface DrawnProps {
  readonly subject: Subject;
  readonly found: Found;
  readonly picture: Picture;
  readonly isAll: boolean;
}

function Drawn({ subject, found, picture, isAll }: DrawnProps): ReactNode {
  const params = useParams();
  const navigate = useNavigate();
  const palette = paletteOf(useDark());
  const [drawing, setDrawing] = useState<Drawing>();
  const open = params.get('open') ?? '';
  const focus = params.get('focus');
  const revoked = params.get('revoke');
  const shown = useMemo(
    () => fold(picture, { isAll, open: new Set(open.split(SEPARATOR).filter((one) => one !== '')) }),
    [picture, isAll, open],
  );
  const layout = useMemo(() => layoutOf(shown), [shown]);
  const focused = focus === undefined ? undefined : shown.nodes.get(focus);
  const way = useMemo(
    () => (focused === undefined ? undefined : why(shown.edges.values(), shown.subject, focused.key)),
    [shown, focused],
  );
  const marks = useMemo(
    () => ({
      focus: focused?.key,
      way: new Set((way ?? []).flatMap(({ key, from, to }) => [key, from, to])),
      lost: revoked === undefined ? new Set<string>() : onlyOver(picture.ways, revoked),
    }),
    [focused, way, revoked, picture],
  );
  const onFocus = useCallback((key: string | undefined) => params.set({ focus: key }, { replace: true }), [params.set]);
  const unfold = (hub: string): void =>
    params.set({ open: [...open.split(SEPARATOR), hub].filter((one) => one !== '').join(SEPARATOR), focus: undefined });
  const onOpen = (key: string): void => {
    const node = shown.nodes.get(key);
    if (node?.folded !== undefined) unfold(key);
    const href = node === undefined || node.folded !== undefined ? undefined : linkOf(node.label, node.id);
    if (href !== undefined && key !== shown.subject) void navigate(href);
  };
  const nameOf = (key: string): string => shown.nodes.get(key)?.name ?? picture.nodes.get(key)?.name ?? key;
  const revocable = revoked === undefined ? undefined : picture.nodes.get(revoked);
  const permalink = `${location.origin}${pictureLink(subject.label, subject.id)}&${restOf(params.all)}`;
  return (
    <Tabs
      className="tabs"
      selectedKey={params.get('as') ?? 'picture'}
      onSelectionChange={(key) => params.set({ as: key === 'picture' ? undefined : String(key) }, { replace: true })}
    >
      <div className="toolbar">
        <TabList aria-label="Seen as" className="tablist">
          <Tab id="picture" className="tab">
            Picture
          </Tab>
          <Tab id="table" className="tab">
            Table
          </Tab>
        </TabList>
        <p className="grow" aria-live="polite">
          {sentenceOf(subject, found, shown)}
        </p>
        <Exports {...{ rows: found.rows, shown, layout, palette, drawing, question: found.question, permalink }} />
      </div>
      {revocable !== undefined && (
        <WhatIf
          id={revocable.id}
          name={revocable.name}
          subject={subject.label === 'Resource' ? undefined : subject.id}
          onClose={() => params.set({ revoke: undefined })}
        />
      )}
      <TabPanel id="picture">
        <div className={focused === undefined ? 'picture' : 'picture picture-focused'}>
          <Canvas {...{ shown, layout, palette, marks, onFocus, onOpen }} onDrawing={setDrawing} />
          {focused !== undefined && (
            <FocusPanel
              {...{ shown, way, nameOf, onFocus }}
              node={focused}
              onUnfold={unfold}
              onRevoke={
                focused.folded === undefined && REVOCABLE.has(focused.label)
                  ? () => params.set({ revoke: focused.key })
                  : undefined
              }
            />
          )}
        </div>
        <Legend palette={palette} />
      </TabPanel>
      <TabPanel id="table">
        <AsTable rows={found.rows} onMore={found.more} />
      </TabPanel>
    </Tabs>
  );
}

/** `Showing 62 nodes for 180 of 12,431 resources; 118 folded into hubs.` */
function sentenceOf({ label }: Subject, { line, rows, more }: Found, { nodes, foldedCount }: Shown): string {
  const noun = label === 'Resource' ? 'agents' : 'resources';
  const folded = foldedCount === 0 ? 'nothing folded' : `${numberOf(foldedCount)} folded`;
  const rest =
    more === undefined
      ? ''
      : `; these ${numberOf(rows.length)} rows are the most ${label === 'Resource' ? 'certain' : 'sensitive'}`;
  return `Showing ${line ?? ''} ${noun} in ${numberOf(nodes.size)} nodes, ${folded}${rest}.`;
}

function restOf(all: URLSearchParams): string {
  const rest = new URLSearchParams(all);
  for (const name of ['id', 'label']) rest.delete(name);
  return rest.toString();
}
