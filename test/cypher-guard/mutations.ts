import fc from 'fast-check';
import { bypasses, legalReads } from './corpus.ts';

const refused = [...bypasses().values()].flat().map(([text]) => text);
const legal = [...legalReads().values()].flat();

/** What writes, calls or leaves the graph: pieces to be put into statements that read. */
const PIECES = [
  'CREATE (x:Odd)',
  'MERGE (x:Odd)',
  'SET n.x = 1',
  'DELETE n',
  'REMOVE n.x',
  "LOAD CSV FROM 'http://127.0.0.1:9/' AS l",
  'CALL dbms.listConfig()',
  'CALL () { CREATE (x:Odd) }',
  'SHOW SETTINGS',
  '; CREATE (x:Odd)',
  '/*',
  '*/',
  '//',
  '\n',
  '`',
  "'",
  '"',
  '\\',
  '}',
  '{',
  ')',
  ' NEXT ',
  ' UNION ',
  'IN TRANSACTIONS',
  '\u00a0',
];

const line = fc.oneof(fc.constantFrom(...legal), fc.constantFrom(...legal), fc.constantFrom(...refused));
const at = fc.nat({ max: 10_000 });

/** Lines of the corpus joined, cut, mixed, and with pieces put into them. */
export const mutations: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(line, line, fc.constantFrom(' ', '\n', ' UNION ', ';', ' WITH * ', '//\n')).map(([a, b, by]) => a + by + b),
  fc.tuple(line, fc.constantFrom(...PIECES), at).map(([text, piece, n]) => insert(text, piece, n)),
  fc.tuple(line, line, at, at).map(([a, b, n, m]) => a.slice(0, cut(a, n)) + b.slice(cut(b, m))),
  fc.tuple(line, at, at).map(([text, n, length]) => remove(text, n, length % 12)),
  fc.tuple(line, at).map(([text, n]) => swapWords(text, n)),
  fc
    .tuple(fc.constantFrom(...legal), fc.constantFrom(...PIECES), at, fc.constantFrom(...PIECES), at)
    .map(([text, a, n, b, m]) => insert(insert(text, a, n), b, m)),
  fc.tuple(line, fc.array(fc.boolean(), { minLength: 1, maxLength: 30 })).map(([text, up]) => mixCase(text, up)),
);

function cut(text: string, n: number): number {
  return n % (text.length + 1);
}

function insert(text: string, piece: string, n: number): string {
  const place = cut(text, n);
  return `${text.slice(0, place)} ${piece} ${text.slice(place)}`;
}

function remove(text: string, n: number, length: number): string {
  const place = cut(text, n);
  return text.slice(0, place) + text.slice(place + length);
}

function swapWords(text: string, n: number): string {
  const words = text.split(' ');
  const place = n % words.length;
  return [...words.slice(place), ...words.slice(0, place)].join(' ');
}

function mixCase(text: string, up: readonly boolean[]): string {
  return [...text]
    .map((one, place) => (up[place % up.length] === true ? one.toUpperCase() : one.toLowerCase()))
    .join('');
}
