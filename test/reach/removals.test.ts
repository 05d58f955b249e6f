import { expect, test } from 'vitest';
import type { FoundNode } from '../../src/queries/index.ts';
import type { TrustRemoval } from '../../src/queries/reach/index.ts';
import { ReachIndex, whatIf } from '../../src/reach/index.ts';
import { lossesWithout } from '../../src/reach/losses.ts';
import { removedBy } from '../../src/reach/removals.ts';
import type { ReachTables } from '../../src/reach/tables.ts';
import { tablesOf } from './tables.ts';

/**
 * Two agents, each its own principal; both are in a group that may assume two roles, and the first may assume the first role
 * besides. Every role reaches a table of its own.
 */
const [ONE, TWO, GROUP, ROLE_A, ROLE_B] = [0, 1, 2, 3, 4];
const STEPS = [
  { from: ONE, to: GROUP, rank: 0, type: 'IN_TRUST_GROUP' },
  { from: ONE, to: ROLE_A, rank: 1, type: 'CAN_ASSUME' },
  { from: TWO, to: GROUP, rank: 0, type: 'IN_TRUST_GROUP' },
  { from: GROUP, to: ROLE_A, rank: 0, type: 'CAN_ASSUME' },
  { from: GROUP, to: ROLE_B, rank: 0, type: 'CAN_ASSUME' },
];
const TYPES = ['IN_TRUST_GROUP', 'CAN_ASSUME'];
const grant = (holder: number, lo: number) => ({ holder, lo, hi: lo + 1, certain: 1, possible: 0, unknown: 0 });

function estate(): ReachTables {
  const tables = tablesOf({
    actors: 5,
    agents: 2,
    kinds: [2],
    facets: [1, 2],
    steps: STEPS,
    grants: [grant(ROLE_A, 0), grant(ROLE_B, 1)],
    dead: [],
  });
  const typeOf = Uint8Array.from(STEPS, ({ type }) => TYPES.indexOf(type));
  return { ...tables, steps: { ...tables.steps, types: TYPES, typeOf } };
}

const index = new ReachIndex(estate());
const node = (actor: number): FoundNode => ({
  label: index.actors.labelOf(actor),
  id: index.actors.idOf(actor),
  name: undefined,
});
const losses = (...removals: readonly (FoundNode | TrustRemoval)[]) =>
  Object.fromEntries(lossesWithout(index, 'Agent', removedBy(index, removals), 0).map(({ id, lost }) => [id, lost]));

test('without its trust nobody assumes a role, by a group or alone', () => {
  expect(losses({ role: node(ROLE_A) })).toEqual({ 'a:00': 1, 'a:01': 1 });
  expect(losses({ role: node(ROLE_A) }, { role: node(ROLE_B) })).toEqual({ 'a:00': 2, 'a:01': 2 });
});

test('one who is no longer trusted keeps what its groups may assume besides, and the others keep all', () => {
  const removed = { role: node(ROLE_A), from: node(ONE) };
  expect(losses(removed)).toEqual({ 'a:00': 1 });
  const found = whatIf(index, ONE, removedBy(index, [removed]), 0);
  expect(found.after).toMatchObject({ total: 1, byEnvironment: [{ name: 'staging', count: 1 }] });
  expect(losses(removed, { role: node(ROLE_B), from: node(ONE) })).toEqual({ 'a:00': 2 });
  expect(losses(removed, { role: node(ROLE_B) })).toEqual({ 'a:00': 2, 'a:01': 1 });
});

test('who is not trusted, or not known, loses nothing', () => {
  const nobody: FoundNode = { label: 'Principal', id: 'nobody', name: undefined };
  expect(losses({ role: node(ROLE_A), from: nobody })).toEqual({});
  expect(losses({ role: nobody })).toEqual({});
  expect(losses({ role: node(ONE), from: node(TWO) })).toEqual({});
});

test('what is revoked beside a trust counts as well', () => {
  expect(losses({ role: node(ROLE_A), from: node(TWO) }, node(ROLE_B))).toEqual({ 'a:00': 1, 'a:01': 2 });
});
