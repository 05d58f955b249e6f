import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AwsAccess, type AwsPrincipal, evaluateProfiles, openAwsAccess } from '../../src/access/index.ts';

/** 39 principals of a public lab (see its NOTICE), each named for whether it is an administrator, and one to start from. */
interface Lab {
  readonly bucket: string;
  readonly principals: readonly {
    readonly kind: 'user' | 'role';
    readonly name: string;
    readonly arn: string;
    readonly pol: readonly { readonly name: string; readonly policy: unknown }[];
    readonly boundary: unknown;
  }[];
}

const lab = JSON.parse(
  readFileSync(new URL('./fixture/pathfinding-labs/effective-permissions-39.json', import.meta.url), 'utf8'),
) as Lab;

const ACCOUNT = '111122223333';

function open(): Promise<AwsAccess> {
  const policies = lab.principals.flatMap(({ name, pol, boundary }) => [
    ...pol.map(({ policy }, index) => ({ id: `${name}/${index}`, document: JSON.stringify(policy) })),
    ...(boundary === null ? [] : [{ id: `${name}/boundary`, document: JSON.stringify(boundary) }]),
  ]);
  const principals = lab.principals.map(
    ({ kind, name, arn, pol, boundary }): AwsPrincipal => ({
      id: arn,
      account: ACCOUNT,
      kind,
      policyIds: pol.map((_, index) => `${name}/${index}`),
      pathToRoot: [],
      ...(boundary === null ? {} : { boundaryId: `${name}/boundary` }),
    }),
  );
  const users = principals
    .filter(({ kind }) => kind === 'user')
    .map(({ id }) => ({ id, account: ACCOUNT, type: 'iam:user' }));
  return openAwsAccess({
    resources: [{ id: lab.bucket, account: ACCOUNT, type: 's3:bucket' }, ...users],
    policies,
    principals,
  });
}

/** An administrator certainly has every level that there is on every resource, and can pass every role. */
function isAdministrator(access: AwsAccess, principal: AwsPrincipal): boolean {
  const [evaluated] = evaluateProfiles(access, [principal]);
  const full = access.estate.ordinals.ids.map((_, ordinal) => {
    const actions = access.actions.types[access.estate.partitionOf(ordinal)?.type ?? -1];
    const all = actions?.levels.reduce((mask, level) => mask | level, 0) ?? 0;
    const segment = evaluated?.profile.segments.find(({ lo, hi }) => lo <= ordinal && ordinal < hi);
    return segment?.certain === all;
  });
  return full.every(Boolean);
}

describe('the 39 principals of pathfinding-labs', async () => {
  const access = await open();
  const labelled = lab.principals.filter(({ name }) => /isAdmin|notAdmin/.test(name));
  it('are all there', () => {
    expect(lab.principals).toHaveLength(40);
    expect(labelled).toHaveLength(39);
  });

  it.each(labelled)('$name', ({ name, arn }) => {
    const principal = access.principals.get(arn);
    if (principal === undefined) return expect.fail(`${arn} is missing`);
    expect(isAdministrator(access, principal)).toBe(name.includes('isAdmin'));
  });
});
