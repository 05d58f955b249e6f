import { readdirSync, readFileSync } from 'node:fs';

/** A statement that must be refused, and what the reason must say: one of several words joined by `|`. */
export type Bypass = readonly [text: string, says: string];

const FOLDER = new URL('corpus/', import.meta.url);

/** Every file of `corpus/refused`, by name: attempts to do more than read. */
export function bypasses(): ReadonlyMap<string, readonly Bypass[]> {
  return read('refused/');
}

/** Every file of `corpus/legal`, by name: reads, along the features of the openCypher TCK. */
export function legalReads(): ReadonlyMap<string, readonly string[]> {
  return read('legal/');
}

function read<T>(folder: string): ReadonlyMap<string, readonly T[]> {
  const at = new URL(folder, FOLDER);
  return new Map(
    readdirSync(at).map((name) => [name.replace('.json', ''), JSON.parse(readFileSync(new URL(name, at), 'utf8'))]),
  );
}
