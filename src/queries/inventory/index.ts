export { type EdgeFact, type NodePair, readEdgeFacts } from './edge-facts.ts';
export {
  type Acting,
  type FindingAges,
  type NamedCount,
  readActing,
  readAgentKinds,
  readEstateCounts,
  readFindingAges,
  readTrend,
  type TrendDay,
} from './estate.ts';
export type { TableFilter } from './filter.ts';
export { TABLE_COLUMNS, TABLES, type TableColumn, type TableLabel } from './spec.ts';
export {
  countTable,
  GROUPINGS,
  type Grouping,
  groupTable,
  readTable,
  readTableKeys,
  type TableGroup,
  type TablePage,
} from './table.ts';
