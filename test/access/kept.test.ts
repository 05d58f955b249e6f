import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateProfiles, KeptEvaluation, openAwsAccess } from '../../src/access/index.ts';
import { document, userOf } from './estate.ts';
import { change, type Estate, estate, inputOf } from './kept-estates.ts';

const PATIENCE_MS = 60_000;

async function updated(kept: KeptEvaluation, now: Estate) {
  const { resources, ...rest } = inputOf(now);
  return kept.update({ ...rest, resources: () => resources });
}

/** Every change that is met by some run; a change that never comes would prove nothing. */
const met = new Map<string, number>();
const seen = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1);

test(
  'after any changes the kept profiles are those of a full evaluation, and nobody was evaluated whom the change cannot touch',
  async () => {
    await fc.assert(
      fc.asyncProperty(estate, fc.array(change, { minLength: 1, maxLength: 6 }), async (first, changes) => {
        const kept = new KeptEvaluation();
        await updated(kept, first);
        let before = first;
        for (const one of changes) {
          const now = one.apply(before);
          const { principals } = await updated(kept, now);
          const full = [...evaluateProfiles(await openAwsAccess(inputOf(now)))];
          expect([...kept.profiles()], one.name).toEqual(full);
          for (const id of principals) {
            const who = now.principals.get(id);
            if (who === undefined || !one.touches(who, before, now)) expect.fail(`${one.name}: ${id} was evaluated`);
          }
          seen(principals.length === 0 ? 'nobody' : principals.length < now.principals.size ? 'some' : 'all');
          before = now;
        }
      }),
      { numRuns: 80 },
    );
    expect(Math.min(met.get('nobody') ?? 0, met.get('some') ?? 0, met.get('all') ?? 0)).toBeGreaterThan(5);
  },
  PATIENCE_MS,
);

const allow = (Action: string, Resource = '*') => document([{ Effect: 'Allow', Action, Resource }]);
const table = (name: string) => ({
  id: `arn:aws:dynamodb:eu-west-3:417300528116:table/${name}`,
  type: 'dynamodb:table',
  account: '417300528116',
});
const principals = [
  userOf(['reads'], { id: 'arn:aws:iam::417300528116:user/one' }),
  userOf(['reads'], { id: 'arn:aws:iam::417300528116:user/two' }),
  userOf(['writes'], { id: 'arn:aws:iam::417300528116:user/three' }),
];
const inputWith = (reads: string, resources = [table('ledger')]) => ({
  principals,
  resources: () => resources,
  policies: [
    { id: 'reads', document: reads },
    { id: 'writes', document: allow('dynamodb:PutItem') },
  ],
});

test('who shares a changed document is evaluated once, together; who shares nothing with it is not', async () => {
  const kept = new KeptEvaluation();
  await kept.update(inputWith(allow('dynamodb:GetItem')));
  const changed = await kept.update(inputWith(allow('dynamodb:*')));
  expect(changed.principals).toEqual([principals[0]?.id, principals[1]?.id]);
  expect(changed.profiles.size).toBe(1);
});

test('the same input evaluates nobody, and asks for no resources where they are known to be the same', async () => {
  const kept = new KeptEvaluation();
  const reads = allow('dynamodb:GetItem');
  await kept.update(inputWith(reads));
  const again = await kept.update({
    ...inputWith(reads),
    sameResources: true,
    resources: () => expect.fail('resources were read'),
  });
  expect([again.principals, again.profiles.size]).toEqual([[], 0]);
  expect([...kept.profiles()].map(({ principalIds }) => principalIds.length)).toEqual([2, 1]);
});

test('a new resource that a pattern matches is reached; the profiles of other accounts stay', async () => {
  const kept = new KeptEvaluation();
  const elsewhere = userOf(['writes'], { id: 'arn:aws:iam::905512340078:user/far', account: '905512340078' });
  const far = { ...table('far'), id: 'arn:aws:dynamodb:eu-west-3:905512340078:table/far', account: '905512340078' };
  const input = (resources: readonly ReturnType<typeof table>[]) => ({
    ...inputWith(allow('dynamodb:GetItem'), [...resources]),
    principals: [...principals, elsewhere],
  });
  await kept.update(input([table('ledger'), far]));
  const { principals: evaluated } = await kept.update(input([table('ledger'), table('accounts'), far]));
  expect(evaluated).toEqual(principals.map(({ id }) => id));
  const [first, , third] = [...kept.profiles()];
  expect(first?.profile.segments.map(({ lo, hi }) => [lo, hi])).toEqual([[0, 2]]);
  expect(third?.profile.segments.map(({ lo, hi }) => [lo, hi])).toEqual([[2, 3]]);
});

test('an update that is broken off changes nothing', async () => {
  const kept = new KeptEvaluation();
  await kept.update(inputWith(allow('dynamodb:GetItem')));
  const before = [...kept.profiles()];
  const stop = () => {
    throw new Error('stopped');
  };
  await expect(kept.update(inputWith(allow('dynamodb:*')), stop)).rejects.toThrow('stopped');
  expect([...kept.profiles()]).toEqual(before);
  expect((await kept.update(inputWith(allow('dynamodb:*')))).principals).toHaveLength(2);
});
