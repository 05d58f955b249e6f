import type { ReactNode } from 'react';
import { useParams } from '../lib/params.ts';
import { Empty } from '../parts/states.tsx';

/** The key in the address, handed to a view. */
export function WithId({ children }: { readonly children: (id: string) => ReactNode }): ReactNode {
  const id = useParams().get('id');
  return id === undefined ? <Empty>The address names nothing: it needs an id.</Empty> : children(id);
}

export function Gone({ noun, id }: { readonly noun: string; readonly id: string }): ReactNode {
  return (
    <Empty>
      There is no {noun} with the key <code>{id}</code>.
    </Empty>
  );
}
