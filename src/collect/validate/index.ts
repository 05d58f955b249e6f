export { acceptedEdges, acceptedLabels, acceptedPairs, refusedEdge, refusedLabel } from './accepted.ts';
export { checkEvent, type EventContext } from './events.ts';
export { Fault, quoted } from './fault.ts';
export { strictInstant } from './instant.ts';
export { checkEdge, checkKey, checkNode, checkRef } from './records.ts';
export { needsCare, secretIn } from './secrets.ts';
