import cytoscape from 'cytoscape';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withFacts } from '../../src/web/lineage/edge-facts.ts';
import { fold } from '../../src/web/lineage/fold.ts';
import { InSight } from '../../src/web/lineage/in-sight.ts';
import { layout as layoutOf } from '../../src/web/lineage/layout.ts';
import { classesOf } from '../../src/web/lineage/marks.ts';
import { pictureOf } from '../../src/web/lineage/picture.ts';
import { EVERYTHING, Scene } from '../../src/web/lineage/scene.ts';

const AGENT = { label: 'Agent', id: 'agent:tern', name: 'tern' };
const ROWS = 400;
const HEADS = 5;
const picture = pictureOf(
  AGENT,
  Array.from({ length: ROWS }, (_, i) => [
    AGENT,
    { edge: 'USES', label: 'Credential', id: `key:${i % 80}` },
    { edge: 'CAN', label: 'Resource', id: `bucket:${i}`, kind: 's3:bucket' },
  ]),
);
const shown = fold(picture, { open: new Set(), isAll: true });
const layout = layoutOf(shown);
const whole = HEADS + shown.nodes.size + shown.edges.size;

const WINDOW_HEIGHT = 300;

/** A drawing without a screen, and so without a window of its own. */
function bench() {
  const scene = new Scene(shown, layout, true);
  const cy = cytoscape({ headless: true, minZoom: 0.05 });
  const extent = () => ({ y1: -cy.pan().y / cy.zoom(), y2: (WINDOW_HEIGHT - cy.pan().y) / cy.zoom() });
  Object.assign(cy, { extent });
  const inSight = new InSight(cy, scene, true);
  inSight.follow();
  const to = (y: number, zoom = 1): void => {
    cy.viewport({ zoom, pan: { x: 0, y: -y * zoom } });
  };
  return { cy, inSight, scene, to };
}

const heightOf = (key: string): number => layout.places.get(key)?.y ?? Number.NaN;

/** Keys of the nodes between two heights, and of the edges that cross them. */
function standingAt(top: number, bottom: number): string[] {
  const nodes = [...shown.nodes.keys()].map((key) => ({ key, heights: [heightOf(key)] }));
  const edges = [...shown.edges.values()].map(({ key, from, to }) => ({
    key,
    heights: [heightOf(from), heightOf(to)],
  }));
  return [...nodes, ...edges]
    .filter(({ heights }) => Math.max(...heights) >= top && Math.min(...heights) <= bottom)
    .map(({ key }) => key);
}

describe('of many elements', () => {
  test('those in sight are there wherever one looks, with the edges that cross it, and most others are not', () => {
    const { cy, to } = bench();
    const look = fc.record({
      y: fc.integer({ min: -500, max: Math.ceil(layout.height) }),
      zoom: fc.constantFrom(0.3, 1, 2.5),
    });
    fc.assert(
      fc.property(fc.array(look, { minLength: 1, maxLength: 8 }), (looks) => {
        for (const { y, zoom } of looks) {
          to(y, zoom);
          const { y1, y2 } = cy.extent();
          expect(standingAt(y1, y2).filter((key) => cy.getElementById(key).empty())).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
    to(0);
    expect(cy.elements().length).toBeLessThan(whole / 3);
    expect(cy.getElementById('head 0').nonempty()).toBe(true);
  });

  test('nothing is added or taken away while what is in sight stands within what is drawn', () => {
    const { cy, to } = bench();
    to(1_000);
    let changes = 0;
    cy.on('add remove', () => {
      changes += 1;
    });
    to(1_100);
    to(900);
    expect(changes).toBe(0);
    to(5_000);
    expect(changes).toBeGreaterThan(0);
  });

  test('marks, and what is told of edges, are found again when one comes back', () => {
    const { cy, inSight, scene, to } = bench();
    const far = [...shown.nodes.keys()].toSorted((a, b) => heightOf(b) - heightOf(a))[0] ?? '';
    inSight.mark(classesOf(shown, { focus: far, way: new Set([far]), lost: new Set() }, false));
    expect(cy.getElementById(far).empty()).toBe(true);
    to(heightOf(far));
    expect(cy.getElementById(far).classes()).toEqual(expect.arrayContaining(['focus', 'way']));
    const edge = [...shown.edges.values()].find(({ to: end }) => end === far);
    const told = fold(
      withFacts(picture, [
        {
          from: edge?.from.replace('Credential ', '') ?? '',
          to: far.replace('Resource ', ''),
          type: 'TOUCHED',
          props: {},
        },
      ]),
      { open: new Set(), isAll: true },
    );
    inSight.tell(scene.tell(shown, told));
    const drawn = () => cy.getElementById(edge?.key ?? '').classes();
    expect(drawn()).toEqual(['used', 'onward']);
    to(-2_000);
    inSight.mark(new Map());
    to(heightOf(far));
    expect(drawn()).toEqual(['used', 'onward']);
    expect(cy.getElementById(far).hasClass('focus')).toBe(false);
  });

  test('all are drawn while something is done with the whole, also when that fails', async () => {
    const { cy, inSight } = bench();
    expect(await inSight.whole(() => Promise.resolve(cy.elements().length))).toBe(whole);
    await expect(inSight.whole(() => Promise.reject(new Error('no room for an image')))).rejects.toThrow('no room');
    expect(cy.elements().length).toBeLessThan(whole / 3);
  });
});

test('of few all are drawn', () => {
  const scene = new Scene(shown, layout, false);
  const cy = cytoscape({ headless: true });
  new InSight(cy, scene, false).follow();
  expect(cy.elements().length).toBe(whole);
  expect(scene.near(EVERYTHING).size).toBe(whole);
});

test('what is told of edges moves nothing: the same nodes and edges, folded or not', () => {
  const told = withFacts(picture, [{ from: 'key:1', to: 'bucket:1', type: 'TOUCHED', props: {} }]);
  for (const isAll of [true, false]) {
    const [before, after] = [picture, told].map((one) => fold(one, { open: new Set(), isAll }));
    expect([...(after?.nodes.keys() ?? [])]).toEqual([...(before?.nodes.keys() ?? [])]);
    expect([...(after?.edges.keys() ?? [])]).toEqual([...(before?.edges.keys() ?? [])]);
  }
});
