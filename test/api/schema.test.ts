import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { printedSchema } from '../../src/api/schema.ts';
import { relations } from '../../src/queries/lineage/index.ts';
import { pairsOf } from '../../src/schema/index.ts';

test('schema.graphql is what the code makes: run `npm run generate`', () => {
  const file = fileURLToPath(new URL('../../schema.graphql', import.meta.url));
  expect(readFileSync(file, 'utf8')).toBe(printedSchema());
});

test('every relation stands in the table of edges', () => {
  for (const { of, edge, direction, to, name } of relations) {
    for (const other of to) {
      const [from, into] = direction === 'out' ? [of, other] : [other, of];
      const declared = pairsOf(edge).some(([a, b]) => a === from && b === into);
      expect(declared, `${of}.${name}: (${from})-[${edge}]->(${into})`).toBe(true);
    }
  }
});

test('no relation has the name of another or of a property', () => {
  const names = relations.map((one) => `${one.of}.${one.name}`);
  expect(new Set(names).size).toBe(names.length);
});
