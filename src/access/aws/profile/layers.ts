import type { PolicyLayer } from '../../types.ts';

/**
 * Who has to allow, besides the identity itself: the boundary, and every level of the organisation. A level that could
 * not be collected is `'unknown'`: it may allow and may not.
 */
export interface Gates {
  readonly boundary: boolean;
  readonly levels: readonly ('present' | 'unknown')[];
  /** The identity's policies are asked for at all (a grant by a resource's own policy does without). */
  readonly identity: boolean;
}

/** Layers by number: a deny counts wherever it stands, an allow only in its own layer. */
export const LAYER = { identity: 0, boundary: 1, resource: 2, firstLevel: 3 } as const;

export function layerName(layer: number): PolicyLayer {
  if (layer === LAYER.identity) return 'identity';
  if (layer === LAYER.boundary) return 'boundary';
  return layer === LAYER.resource ? 'resource' : `organisation:${layer - LAYER.firstLevel}`;
}

export function gatesKey({ boundary, levels, identity }: Gates): string {
  return `${boundary ? 'b' : ''}|${levels.join(',')}|${identity ? 'i' : ''}`;
}
