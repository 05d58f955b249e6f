import { useMemo } from 'react';
import { useParams } from '../lib/params.ts';
import { fold, type Shown } from './fold.ts';
import { type Layout, layout as layoutOf } from './layout.ts';
import type { Picture } from './picture.ts';

/** Hubs that were unfolded stand in the address, with this between them. */
export const SEPARATOR = '~';

interface Arranged {
  readonly shown: Shown;
  readonly layout: Layout;
}

/**
 * What is drawn of a picture, folded as the address says, and where. The places follow from its `shape`, the same nodes and
 * edges before more is told of these, and stay as they are when that comes.
 */
export function useShown(shape: Picture, picture: Picture): Arranged {
  const params = useParams();
  const isAll = params.get('all') === '1';
  const open = params.get('open') ?? '';
  const options = useMemo(
    () => ({ isAll, open: new Set(open.split(SEPARATOR).filter((one) => one !== '')) }),
    [isAll, open],
  );
  const plain = useMemo(() => fold(shape, options), [shape, options]);
  const layout = useMemo(() => layoutOf(plain), [plain]);
  const shown = useMemo(() => (picture === shape ? plain : fold(picture, options)), [picture, shape, plain, options]);
  return { shown, layout };
}
