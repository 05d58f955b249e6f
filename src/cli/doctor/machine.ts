import { isProvisioned, locateDistribution } from '../../graph/server/distribution.ts';
import { chooseGraphEngine } from '../../graph/server/prerequisites.mjs';
import type { Check } from './check.ts';

/** What the machine must have: Node and something that runs the graph. */
export function checkMachine(env: NodeJS.ProcessEnv): Check[] {
  return [{ area: 'machine', name: 'node', status: 'ok', says: `Node ${process.version}` }, engine(env)];
}

function engine(env: NodeJS.ProcessEnv): Check {
  const provisioned = isProvisioned(locateDistribution());
  const found = chooseGraphEngine(env, provisioned);
  const check = { area: 'machine', name: 'graph engine', status: 'ok' } as const;
  switch (found.kind) {
    case 'uri':
      return { ...check, says: 'the server of NEO4J_URI is used' };
    case 'java':
      return {
        ...check,
        says: `Java ${found.java.version} runs the embedded Neo4j${provisioned ? '' : ', which is fetched at the first start'}`,
      };
    case 'container':
      return { ...check, says: 'the container engine runs the official Neo4j image' };
    case 'missing':
      return { ...check, status: 'fail', says: found.sentence };
    default:
      return found satisfies never;
  }
}
