export { type LiveEdge, type LiveNode, liveEdges, liveNodes } from './live.ts';
export { acquireLease, type Lease } from './load/lease.ts';
export { type EventSink, Loader, type LoaderOptions, type LoadResult } from './load/loader.ts';
export { type ReadOnlyOptions, type ReadOnlyTable, readOnly } from './read-only.ts';
export {
  type Fields,
  type Graph,
  type GraphAddress,
  integer,
  migrate,
  openGraph,
  type Params,
  type Row,
} from './store.ts';
