export { cutGraph, scopeOf } from './cut-graph.ts';
export type { Seen } from './sight.ts';
