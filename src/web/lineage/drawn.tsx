import { type ReactNode, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useDark } from '../lib/dark.ts';
import { pictureLink } from '../lib/links.ts';
import { useParams } from '../lib/params.ts';
import { numberOf } from '../lib/words.ts';
import { AsTable } from './as-table.tsx';
import { Canvas } from './canvas.tsx';
import type { Drawing } from './drawing.ts';
import { Exports } from './exports.tsx';
import { FocusPanel } from './focus-panel.tsx';
import type { Shown } from './fold.ts';
import { Legend } from './legend.tsx';
import { paletteOf } from './palette.ts';
import type { Picture } from './picture.ts';
import { useAddressed } from './use-addressed.ts';
import type { Lineage, Subject } from './use-lineage.ts';
import { useShown } from './use-shown.ts';
import { WhatIf } from './what-if.tsx';

const REVOCABLE = new Set(['Credential', 'Principal', 'TrustGroup', 'Tool']);

interface DrawnProps {
  readonly subject: Subject;
  readonly found: Lineage;
  readonly picture: Picture;
}

/** A lineage that was read: drawn, and as a table, with all that can be asked and taken along. */
export function Drawn({ subject, found, picture }: DrawnProps): ReactNode {
  const params = useParams();
  const palette = paletteOf(useDark());
  const [drawing, setDrawing] = useState<Drawing>();
  const { shown, layout } = useShown(found.shape ?? picture, picture);
  const { focused, way, marks, revoked, onFocus, onOpen, onUnfold } = useAddressed(picture, shown);
  const nameOf = (key: string): string => shown.nodes.get(key)?.name ?? picture.nodes.get(key)?.name ?? key;
  const isRevocable = focused !== undefined && focused.folded === undefined && REVOCABLE.has(focused.label);
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
      {revoked !== undefined && (
        <WhatIf
          id={revoked.id}
          name={revoked.name}
          subject={subject.label === 'Resource' ? undefined : subject.id}
          onClose={() => params.set({ revoke: undefined })}
        />
      )}
      <TabPanel id="picture">
        <div className={focused === undefined ? 'picture' : 'picture picture-focused'}>
          <Canvas {...{ shown, layout, palette, marks, onFocus, onOpen }} onDrawing={setDrawing} />
          {focused !== undefined && (
            <FocusPanel
              {...{ shown, way, nameOf, onFocus, onUnfold }}
              node={focused}
              onRevoke={isRevocable ? () => params.set({ revoke: focused.key }) : undefined}
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
function sentenceOf({ label }: Subject, { line, rows, more }: Lineage, { nodes, foldedCount }: Shown): string {
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
