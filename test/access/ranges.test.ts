import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globContains, globMatches, globResiduals, globsOverlap } from '../../src/access/aws/arn/glob.ts';
import { compareCodePoints, foldSegments, prepareEstate, resourcePath } from '../../src/access/index.ts';
import {
  complementRanges,
  countRanges,
  intersectRanges,
  normaliseRanges,
  type Ranges,
  rangesContain,
  subtractRanges,
  unionRanges,
} from '../../src/access/ranges/ranges.ts';
import { ACCOUNT } from './estate.ts';

const SIZE = 40;
const ranges = fc
  .array(fc.tuple(fc.nat(SIZE), fc.nat(SIZE)), { maxLength: 8 })
  .map((pairs) => normaliseRanges(pairs.flat()));

/** The same set as a list of yes and no. */
function members(set: Ranges): boolean[] {
  return Array.from({ length: SIZE }, (_, ordinal) => rangesContain(set, ordinal));
}

describe('ranges', () => {
  it('are ascending and never touch', () => {
    fc.assert(
      fc.property(ranges, (set) => {
        for (let index = 1; index < set.length; index += 1) expect(set[index]).toBeGreaterThan(set[index - 1] ?? 0);
      }),
    );
  });

  it('obey the laws of sets', () => {
    fc.assert(
      fc.property(ranges, ranges, (left, right) => {
        const [l, r] = [members(left), members(right)];
        expect(members(unionRanges(left, right))).toEqual(l.map((each, index) => each || r[index]));
        expect(members(intersectRanges(left, right))).toEqual(l.map((each, index) => each && r[index]));
        expect(members(subtractRanges(left, right))).toEqual(l.map((each, index) => each && !r[index]));
        expect(members(complementRanges(left, 0, SIZE))).toEqual(l.map((each) => !each));
        expect(complementRanges(complementRanges(left, 0, SIZE), 0, SIZE)).toEqual(left);
        expect(countRanges(left)).toBe(l.filter(Boolean).length);
      }),
    );
  });
});

const pattern = fc.array(fc.constantFrom('a', 'b', '/', '*', '?'), { maxLength: 6 }).map((units) => units.join(''));
const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 7 }).map((units) => units.join(''));

describe('wildcards', () => {
  it('match as the equal regular expression does', () => {
    fc.assert(
      fc.property(pattern, text, (glob, each) => {
        const regular = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(globMatches(glob, each)).toBe(regular.test(each));
      }),
      { numRuns: 1000 },
    );
  });

  it('contain and overlap only where texts do', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (left, right, each) => {
        const [inLeft, inRight] = [globMatches(left, each), globMatches(right, each)];
        if (globContains(left, right) && inRight) expect(inLeft).toBe(true);
        if (inLeft && inRight) expect(globsOverlap(left, right)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('leave behind what the rest has to match', () => {
    fc.assert(
      fc.property(pattern, text, text, (glob, start, rest) => {
        fc.pre(rest !== '');
        const left = globResiduals(glob, start).some((each) => globMatches(each, rest));
        expect(left).toBe(globMatches(glob, start + rest));
      }),
      { numRuns: 2000 },
    );
  });

  it('take no more time than pattern times text', () => {
    const started = performance.now();
    expect(globMatches(`${'*a'.repeat(40)}b`, 'a'.repeat(4000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('order of paths', () => {
  it('is that of UTF-8 bytes, which is that of the range index', () => {
    const unit = fc.constantFrom('a', '/', '-', '0', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}');
    const path = fc.array(unit, { maxLength: 5 }).map((units) => units.join(''));
    fc.assert(
      fc.property(path, path, (left, right) => {
        const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
        expect(Math.sign(compareCodePoints(left, right))).toBe(bytes);
      }),
    );
  });

  it('is the order of ordinals, whatever the names', () => {
    const name = fc.array(fc.constantFrom('a', 'b', '-', '/', '\ue000', '\u{1f600}'), { minLength: 1, maxLength: 4 });
    const resource = fc.record({
      account: fc.constantFrom('111122223333', '111122223334'),
      type: fc.constantFrom('rds:db', 'rds:db-x', 'rds:cluster'),
      region: fc.constantFrom('eu-west-1', 'eu-west-10'),
      name: name.map((units) => units.join('')),
    });
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 20 }), (rows) => {
        const resources = rows.map(({ account, type, region, name: each }) => ({
          id: `arn:aws:rds:${region}:${account}:db:${each}`,
          account,
          type,
        }));
        const { ordinals } = prepareEstate(resources);
        const paths = ordinals.ids.map((_, ordinal) => ordinals.pathOf(ordinal));
        expect(paths).toEqual([...paths].sort(compareCodePoints));
        expect(new Set(paths)).toEqual(new Set(resources.map((each) => resourcePath(each))));
      }),
    );
  });
});

describe('rows for the graph', () => {
  const names = Array.from({ length: 40 }, (_, index) => `t${String(index).padStart(2, '0')}`);
  const estate = prepareEstate(
    ['eu-west-1', 'us-east-1'].flatMap((region) =>
      names.map((name) => ({
        id: `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${name}`,
        account: ACCOUNT,
        type: 'dynamodb:table',
      })),
    ),
  );
  const access = { type: 'dynamodb:table', certain: 1, possible: 1, unknown: 0, conditionKeys: [] };

  it('cover exactly the ordinals of their segments', () => {
    fc.assert(
      fc.property(fc.nat(79), fc.integer({ min: 1, max: 80 }), (lo, length) => {
        const hi = Math.min(80, lo + length);
        const covered = new Set<number>();
        for (const row of foldSegments(estate.ordinals, [{ ...access, lo, hi }])) {
          estate.ordinals.ids.forEach((id, ordinal) => {
            const path = estate.ordinals.pathOf(ordinal);
            const inside =
              row.kind === 'resource'
                ? row.resourceId === id
                : compareCodePoints(row.lo, path) <= 0 && compareCodePoints(path, row.hi) < 0;
            if (inside) covered.add(ordinal);
          });
          if (row.kind === 'scope') expect(row.count).toBe(hi - lo);
        }
        expect([...covered].sort((a, b) => a - b)).toEqual(Array.from({ length: hi - lo }, (_, index) => lo + index));
      }),
    );
  });

  it('are scopes only from sixteen neighbours on', () => {
    expect([...foldSegments(estate.ordinals, [{ ...access, lo: 3, hi: 18 }])]).toHaveLength(15);
    expect([...foldSegments(estate.ordinals, [{ ...access, lo: 0, hi: 40 }])]).toEqual([
      {
        kind: 'scope',
        type: 'dynamodb:table',
        lo: `aws/${ACCOUNT}/dynamodb:table/eu-west-1/`,
        hi: `aws/${ACCOUNT}/dynamodb:table/eu-west-10`,
        count: 40,
        certain: ['Read'],
        possible: ['Read'],
        unknown: [],
        conditionKeys: [],
      },
    ]);
  });

  it('join what differs in capabilities only, and leave those out', () => {
    const segments = [
      { ...access, lo: 0, hi: 10, certain: 33, possible: 33 },
      { ...access, lo: 10, hi: 20 },
      { ...access, lo: 20, hi: 30, certain: 32, possible: 32 },
    ];
    const rows = [...foldSegments(estate.ordinals, segments)];
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ kind: 'scope', count: 20 });
  });
});
