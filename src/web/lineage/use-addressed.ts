import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { linkOf } from '../lib/links.ts';
import { useParams } from '../lib/params.ts';
import type { Shown, ShownNode } from './fold.ts';
import type { Marks } from './marks.ts';
import type { Picture, PictureEdge, PictureNode } from './picture.ts';
import { SEPARATOR } from './use-shown.ts';
import { onlyOver, why } from './why.ts';

interface Addressed {
  readonly focused: ShownNode | undefined;
  /** From the subject to what is in focus. */
  readonly way: readonly PictureEdge[] | undefined;
  readonly marks: Marks;
  /** Of which it is asked what its revocation would take away. */
  readonly revoked: PictureNode | undefined;
  readonly onFocus: (key: string | undefined) => void;
  /** Unfolds a hub, or goes to a node's own view. */
  readonly onOpen: (key: string) => void;
  readonly onUnfold: (hub: string) => void;
}

/** What the address says of a picture: which node is in focus, what is revoked; and how to say otherwise. */
export function useAddressed(picture: Picture, shown: Shown): Addressed {
  const params = useParams();
  const navigate = useNavigate();
  const [focus, asked, open = ''] = ['focus', 'revoke', 'open'].map(params.get);
  const focused = focus === undefined ? undefined : shown.nodes.get(focus);
  const revoked = asked === undefined ? undefined : picture.nodes.get(asked);
  const way = useMemo(
    () => (focused === undefined ? undefined : why(shown.edges.values(), shown.subject, focused.key)),
    [shown, focused],
  );
  const marks = useMemo(
    () => ({
      focus: focused?.key,
      way: new Set((way ?? []).flatMap(({ key, from, to }) => [key, from, to])),
      lost: revoked === undefined ? new Set<string>() : onlyOver(picture.ways, revoked.key),
    }),
    [focused, way, revoked, picture],
  );
  const onFocus = useCallback((key: string | undefined) => params.set({ focus: key }, { replace: true }), [params.set]);
  const onUnfold = (hub: string): void =>
    params.set({ open: [...open.split(SEPARATOR), hub].filter((one) => one !== '').join(SEPARATOR), focus: undefined });
  const onOpen = (key: string): void => {
    const node = shown.nodes.get(key);
    if (node?.folded !== undefined) onUnfold(key);
    const href = node === undefined || node.folded !== undefined ? undefined : linkOf(node.label, node.id);
    if (href !== undefined && key !== shown.subject) void navigate(href);
  };
  return { focused, way, marks, revoked, onFocus, onOpen, onUnfold };
}
