export * from './cypher.ts';
export { edges } from './edges.ts';
export { labels, nodes } from './labels.ts';
export { resourcePath } from './paths.ts';
export { SHARED_BELOW } from './reach.ts';
export * from './records.ts';
export { claimRank } from './source-order.ts';
export type { EdgeSpec, NodeSpec, PropSpec, PropSpecs, PropType } from './spec.ts';
