import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelTables } from '../../src/derive/ownership/doc.ts';

test('the tables of docs/ownership.md are those of the model', () => {
  const page = readFileSync(new URL('../../docs/ownership.md', import.meta.url), 'utf8');
  const told = /<!-- model -->\n([\s\S]*?)\n<!-- \/model -->/.exec(page)?.[1];
  expect(told).toBe(modelTables());
});
