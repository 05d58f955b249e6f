import { hasDuplicateKeys } from '../../collect/files/duplicate-keys.ts';
import { checkEdge, checkEvent, checkNode, Fault, quoted } from '../../collect/validate/index.ts';
import type { EventRecord, GraphRecord } from '../../schema/index.ts';
import type { Section } from './header.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A line's JSON object, or what is wrong with it. Messages never quote the line: it may hold a secret. */
export function parsedLine(text: string, spaced: boolean): Fields | Fault {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Fault('', 'is not JSON (or breaks off)');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Fault('', 'is not a JSON object');
  if (hasDuplicateKeys(text, value, spaced)) return new Fault('', 'names a field twice');
  return value as Fields;
}

/** The record a line states, or what is wrong with it. */
export function recordOf(line: Fields, section: Section, careful: boolean): GraphRecord | EventRecord | Fault {
  if (line['node'] !== undefined) return nodeOf(line, section, careful);
  if (line['edge'] !== undefined) return edgeOf(line, section, careful);
  if (line['event'] !== undefined) return eventOf(line, section, careful);
  return new Fault('', 'has none of `node`, `edge` and `event`');
}

function nodeOf(line: Fields, section: Section, careful: boolean): GraphRecord | Fault {
  if (section.mode === 'events') return new Fault('node', 'cannot stand in a section of mode `events`');
  for (const name in line) if (name !== 'node' && name !== 'id' && name !== 'props') return unknownField(name);
  return checkNode(line['node'], line['id'], line['props'], careful);
}

function edgeOf(line: Fields, section: Section, careful: boolean): GraphRecord | Fault {
  if (section.mode === 'events') return new Fault('edge', 'cannot stand in a section of mode `events`');
  for (const name in line)
    if (name !== 'edge' && name !== 'from' && name !== 'to' && name !== 'props') return unknownField(name);
  return checkEdge(line['edge'], line['from'], line['to'], line['props'], careful);
}

function eventOf(line: Fields, section: Section, careful: boolean): EventRecord | Fault {
  if (section.mode !== 'events') return new Fault('event', 'can only stand in a section of mode `events`');
  for (const name in line) if (name !== 'event') return unknownField(name);
  return checkEvent(line['event'], { source: section.source, scope: section.scope }, careful);
}

function unknownField(name: string): Fault {
  return new Fault('', `has the field ${quoted(name)}, which is not known`);
}
