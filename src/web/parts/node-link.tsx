import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { linkOf } from '../lib/links.ts';

interface NodeLinkProps {
  readonly label: string;
  readonly id: string;
  readonly name?: string | null | undefined;
}

/** A node by its name, leading to its view where it has one. */
export function NodeLink({ label, id, name }: NodeLinkProps): ReactNode {
  const href = linkOf(label, id);
  const text = name ?? id;
  return href === undefined ? <span title={id}>{text}</span> : <Link href={href}>{text}</Link>;
}
