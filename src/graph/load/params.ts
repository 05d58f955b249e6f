import { type EdgeType, edges, type Label, nodes, type PropSpecs } from '../../schema/index.ts';
import { integer } from '../store.ts';
import type { Stored } from './claims.ts';

const integerNames = new Map<PropSpecs, readonly string[]>();

function integersOf(specs: PropSpecs): readonly string[] {
  const known = integerNames.get(specs);
  if (known !== undefined) return known;
  const names = Object.entries(specs)
    .filter(([, spec]) => spec.type === 'int')
    .map(([name]) => name);
  integerNames.set(specs, names);
  return names;
}

function toParams(specs: PropSpecs, stored: Stored): Readonly<Record<string, unknown>> {
  const names = integersOf(specs);
  if (names.length === 0) return stored;
  const copy: Record<string, unknown> = { ...stored };
  for (const name of names) {
    const value = copy[name];
    if (typeof value === 'number') copy[name] = integer(value);
  }
  return copy;
}

/** A node's property map as query parameters: declared integers are sent as integers. */
export function nodeParams(label: Label, stored: Stored): Readonly<Record<string, unknown>> {
  return toParams(nodes[label].props, stored);
}

export function edgeParams(type: EdgeType, stored: Stored): Readonly<Record<string, unknown>> {
  return toParams(edges[type].props, stored);
}
