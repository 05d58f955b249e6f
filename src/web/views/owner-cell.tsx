import type { ReactNode } from 'react';
import { Badge } from '../parts/badges.tsx';
import { NodeLink } from '../parts/node-link.tsx';

interface Owning {
  readonly verdict: string | null;
  readonly node: {
    readonly __typename: string;
    readonly id: string;
    readonly name?: string | null;
    readonly status?: string | null;
  };
}

/** Who answers for a thing, and how sure that is. Nobody is said, never guessed. */
export function OwnerCell({ owner }: { readonly owner: object | null }): ReactNode {
  if (!isOwning(owner)) return <Badge tone="high">nobody known</Badge>;
  const { node, verdict } = owner;
  return (
    <>
      <NodeLink label={node.__typename} id={node.id} name={node.name} />
      {verdict === 'likely' && <span className="note"> likely</span>}
      {node.status === 'departed' && <Badge tone="critical">departed</Badge>}
    </>
  );
}

export function ownerName(owner: object | null): string {
  return isOwning(owner) ? (owner.node.name ?? owner.node.id) : '';
}

/** Of the labels that own, the question asks for these fields. */
function isOwning(owner: object | null): owner is Owning {
  return (
    owner !== null && 'node' in owner && typeof owner.node === 'object' && owner.node !== null && 'id' in owner.node
  );
}
