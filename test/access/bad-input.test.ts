import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy, evaluateProfiles, openAwsAccess } from '../../src/access/index.ts';
import { ALL_LEVELS, levelMask, levelNames, vendorLevelMask } from '../../src/access/levels.ts';
import { ACCOUNT, userOf } from './estate.ts';

const ELEMENTS = [
  'Version',
  'Statement',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'Condition',
];
const TEXTS = ['Allow', 'Deny', '*', 's3:*', 'arn:aws:s3:::b', 'arn:', '2012-10-17', 'StringEquals', '$', ''];

/** JSON that looks like a policy as much as nonsense can. */
const nonsense = fc.letrec((again) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(...TEXTS, 0, true, null),
    fc.array(again('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...ELEMENTS, ...TEXTS), again('value'), { maxKeys: 4 }),
  ),
})).value;

describe('bad input', () => {
  it('is never thrown back: documents', () => {
    const document = fc.oneof(
      fc.string(),
      nonsense.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(document, fc.constantFrom('identity', 'resource'), (text, kind) => {
        const { statements, problems } = compilePolicy(text, kind);
        if (statements.some(({ unreadable }) => unreadable)) expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('is never thrown back: ids and attachments', async () => {
    const id = fc.oneof(
      fc.string(),
      fc.constantFrom('arn:aws:s3:::b', 'arn:aws:s3:::', 'arn:::::x', 'arn:aws:sqs:eu-west-1:1:q'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(id, { maxLength: 5 }),
        fc.array(fc.string(), { maxLength: 2 }),
        async (ids, policyIds) => {
          const access = await openAwsAccess({
            resources: ids.map((each) => ({ id: each, account: ACCOUNT, type: 's3:bucket' })),
            policies: [],
            principals: [userOf(policyIds, { pathToRoot: 'unknown' })],
            resourcePolicies: ids.map((resourceId) => ({ resourceId, policyId: 'missing' })),
          });
          const [evaluated] = evaluateProfiles(access);
          expect(evaluated?.profile.segments.every(({ possible }) => possible === 0)).toBe(true);
        },
      ),
    );
  });

  it('of a type is reported once', async () => {
    const access = await openAwsAccess({
      resources: ['a', 'b'].map((name) => ({ id: `arn:aws:plum:::${name}`, account: ACCOUNT, type: 'plum:tree' })),
      policies: [],
      principals: [],
    });
    expect(access.problems).toEqual([
      { code: 'resource-type-unknown', message: 'The Service Authorization Reference has no actions on plum:tree' },
    ]);
  });

  it('of a resource is reported with its id', async () => {
    const access = await openAwsAccess({
      resources: [{ id: 'plum-archive', account: ACCOUNT, type: 's3:bucket' }],
      policies: [],
      principals: [],
    });
    expect(access.problems).toEqual([
      { code: 'resource-unreadable', message: 'The id is not an ARN of a s3:bucket', resourceId: 'plum-archive' },
    ]);
  });
});

describe('levels', () => {
  it('go to a mask and back', () => {
    fc.assert(
      fc.property(fc.subarray([...ALL_LEVELS]), (names) => {
        expect(levelNames(levelMask(names))).toEqual(names);
      }),
    );
  });

  it('are read from the words of the reference', () => {
    expect(levelNames(vendorLevelMask('Permissions management, Write'))).toEqual(['Write', 'Permissions']);
    expect(levelNames(vendorLevelMask('Something new'))).toEqual(['Write']);
  });
});
