import { Fault } from '../../collect/validate/index.ts';

/** A node of the document, its form checked (BloodHound's JSON schema of a generic ingest node). */
export interface GraphNode {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** How an edge names one of its ends. */
export interface Endpoint {
  readonly by: 'id' | 'name';
  readonly value: string;
  readonly kind: string | undefined;
}

export interface GraphEdge {
  readonly kind: string;
  readonly start: Endpoint;
  readonly end: Endpoint;
  readonly properties: Readonly<Record<string, unknown>>;
}

export function nodeOf(value: unknown): GraphNode | Fault {
  const fields = recordOf(value);
  if (fields === undefined) return new Fault('', 'must be an object');
  const { id, kinds } = fields;
  if (typeof id !== 'string' || id === '') return new Fault('id', 'must be text that is not empty');
  if (!Array.isArray(kinds) || kinds.length === 0 || !kinds.every((kind) => typeof kind === 'string'))
    return new Fault('kinds', 'must be a list of at least one text');
  const properties = propertiesOf(fields['properties']);
  return properties instanceof Fault ? properties : { id, kinds: kinds as string[], properties };
}

export function edgeOf(value: unknown): GraphEdge | Fault {
  const fields = recordOf(value);
  if (fields === undefined) return new Fault('', 'must be an object');
  const { kind } = fields;
  if (typeof kind !== 'string' || !/^[A-Za-z0-9_]+$/.test(kind))
    return new Fault('kind', 'must be letters, digits and underscores');
  const start = endpointOf('start', fields['start']);
  if (start instanceof Fault) return start;
  const end = endpointOf('end', fields['end']);
  if (end instanceof Fault) return end;
  const properties = propertiesOf(fields['properties']);
  return properties instanceof Fault ? properties : { kind, start, end, properties };
}

/** By id (the default), by name (deprecated there), or by properties, of which `objectid` and `name` are understood. */
function endpointOf(field: string, value: unknown): Endpoint | Fault {
  const fields = recordOf(value);
  if (fields === undefined) return new Fault(field, 'must be an object');
  const kind = typeof fields['kind'] === 'string' ? fields['kind'] : undefined;
  const by = fields['match_by'] ?? 'id';
  if (by === 'property') return matched(field, fields['property_matchers'], kind);
  if (by !== 'id' && by !== 'name') return new Fault(`${field}.match_by`, 'must be id, name or property');
  const text = fields['value'];
  if (typeof text !== 'string' || text === '') return new Fault(`${field}.value`, 'must be text that is not empty');
  return { by, value: text, kind };
}

function matched(field: string, matchers: unknown, kind: string | undefined): Endpoint | Fault {
  const [only, ...more] = Array.isArray(matchers) ? matchers.map(recordOf) : [];
  const key = only?.['key'];
  const value = only?.['value'];
  if (more.length > 0 || (key !== 'objectid' && key !== 'name') || typeof value !== 'string')
    return new Fault(`${field}.property_matchers`, 'can only be one match of objectid or name');
  return { by: key === 'name' ? 'name' : 'id', value, kind };
}

function propertiesOf(value: unknown): Readonly<Record<string, unknown>> | Fault {
  if (value === undefined || value === null) return {};
  return recordOf(value) ?? new Fault('properties', 'must be an object');
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
