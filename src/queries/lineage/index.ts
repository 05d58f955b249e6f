export { type AgentFilter, type AgentPage, countAgents, readAgents } from './agents.ts';
export { countFindings } from './findings.ts';
export {
  countNeighbours,
  cursorOf,
  type Neighbour,
  type NeighbourPage,
  readNeighbours,
  readNodes,
  type StoredNode,
} from './neighbours.ts';
export { type Alternative, type Owner, readAlternatives, readOwners } from './ownership.ts';
export { type Relation, relations } from './relations.ts';
