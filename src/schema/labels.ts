import { accessNodes } from './nodes/access.ts';
import { agentNodes } from './nodes/agents.ts';
import { decisionNodes } from './nodes/decisions.ts';
import { observationNodes } from './nodes/observation.ts';
import { operationNodes } from './nodes/operation.ts';
import { peopleNodes } from './nodes/people.ts';

/** Every node type, declared once. */
export const nodes = {
  ...peopleNodes,
  ...agentNodes,
  ...accessNodes,
  ...observationNodes,
  ...decisionNodes,
  ...operationNodes,
};

export type Label = keyof typeof nodes;

export const labels = Object.keys(nodes) as Label[];
