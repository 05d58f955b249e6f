import type { ReactNode } from 'react';
import { Button, Link } from 'react-aria-components';
import { linkOf } from '../lib/links.ts';
import { wordsOf } from '../lib/words.ts';
import type { Shown, ShownNode } from './fold.ts';
import type { PictureEdge } from './picture.ts';
import { StoredFacts } from './stored-facts.tsx';

interface FocusPanelProps {
  readonly shown: Shown;
  readonly node: ShownNode;
  readonly way: readonly PictureEdge[] | undefined;
  readonly nameOf: (key: string) => string;
  readonly onFocus: (key: string | undefined) => void;
  readonly onUnfold: (hub: string) => void;
  readonly onRevoke: (() => void) | undefined;
}

const NOT_STORED = new Set(['Scope']);

/** What is known of the node in focus: itself, how it is reached, each edge with its evidence. */
export function FocusPanel(props: FocusPanelProps): ReactNode {
  const { shown, node, way, nameOf, onFocus, onUnfold, onRevoke } = props;
  const edges = [...shown.edges.values()].filter(({ from, to }) => from === node.key || to === node.key);
  const href = node.folded === undefined ? linkOf(node.label, node.id) : undefined;
  return (
    <aside className="focus-panel" aria-label="In focus">
      <header className="panel-head">
        <h3>
          <span className="chain-label">{node.label}</span> {node.name}
        </h3>
        <Button className="icon-button" aria-label="Let go" onPress={() => onFocus(undefined)}>
          ×
        </Button>
      </header>
      <p className="key">{node.folded === undefined ? node.id : 'Folded, because they are alike here.'}</p>
      <div className="toolbar">
        {href !== undefined && (
          <Link className="button" href={href}>
            Open
          </Link>
        )}
        {node.folded !== undefined && (
          <Button className="button" onPress={() => onUnfold(node.key)}>
            Unfold {node.folded.length}
          </Button>
        )}
        {onRevoke !== undefined && (
          <Button className="button" onPress={onRevoke}>
            What if it were revoked?
          </Button>
        )}
      </div>
      {node.folded === undefined && !NOT_STORED.has(node.label) && <StoredFacts label={node.label} id={node.id} />}
      {way !== undefined && way.length > 0 && (
        <>
          <h4>Why: the shortest way</h4>
          <ol className="why">
            {way.map((edge) => (
              <li key={edge.key}>
                <Button className="link" onPress={() => onFocus(edge.from)}>
                  {nameOf(edge.from)}
                </Button>{' '}
                {wordsOf(edge.type)}{' '}
                <Button className="link" onPress={() => onFocus(edge.to)}>
                  {nameOf(edge.to)}
                </Button>
              </li>
            ))}
          </ol>
        </>
      )}
      <h4>Edges</h4>
      <ul className="why">
        {edges.slice(0, SHOWN_EDGES).map((edge) => (
          <li key={edge.key}>
            <EdgeLine edge={edge} node={node} nameOf={nameOf} onFocus={onFocus} />
          </li>
        ))}
      </ul>
      {edges.length > SHOWN_EDGES && <p className="note">… and {edges.length - SHOWN_EDGES} more in the table</p>}
    </aside>
  );
}

const SHOWN_EDGES = 24;

interface EdgeLineProps extends Pick<FocusPanelProps, 'node' | 'nameOf' | 'onFocus'> {
  readonly edge: PictureEdge;
}

function EdgeLine({ edge, node, nameOf, onFocus }: EdgeLineProps): ReactNode {
  const isOut = edge.from === node.key;
  const other = isOut ? edge.to : edge.from;
  return (
    <>
      {isOut ? '→ ' : '← '}
      {wordsOf(edge.type)}{' '}
      <Button className="link" onPress={() => onFocus(other)}>
        {nameOf(other)}
      </Button>{' '}
      <span className={`how how-${edge.how}`}>{edge.how}</span>
      {edge.certainty !== 'certain' && edge.certainty !== 'asserted' && <span className="note"> {edge.certainty}</span>}
      {edge.told.map((text) => (
        <span key={text} className="note told">
          {text}
        </span>
      ))}
    </>
  );
}
