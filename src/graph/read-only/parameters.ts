import { inputError } from '../../lib/errors.ts';
import { integer, type Params } from '../store.ts';

const MAX_PARAMETERS = 50;
const MAX_CHARACTERS = 100_000;

/** Values of JSON as the database takes them: whole numbers as integers. Errors: `cypher-parameter` with the name. */
export function parametersOf(given: Readonly<Record<string, unknown>>): Params {
  const entries = Object.entries(given);
  if (entries.length > MAX_PARAMETERS) throw bad(`A statement takes at most ${MAX_PARAMETERS} parameters`);
  if ((JSON.stringify(given) ?? '').length > MAX_CHARACTERS) {
    throw bad(`Parameters have at most ${MAX_CHARACTERS.toLocaleString('en')} characters`);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, wireValue(name, value)]));
}

function wireValue(name: string, value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return Number.isSafeInteger(value) ? integer(value) : value;
  if (Array.isArray(value)) return value.map((one) => wireValue(name, one));
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, wireValue(name, one)]));
  }
  throw bad(`"${name}" is not text, a number, a boolean, null, a list or a map`);
}

function bad(message: string): Error {
  return inputError('cypher-parameter', message);
}
