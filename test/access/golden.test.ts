import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasBit } from '../../src/access/aws/action/sets.ts';
import {
  type AwsAccess,
  type AwsPrincipal,
  evaluateProfiles,
  explain,
  openAwsAccess,
  type Verdict,
} from '../../src/access/index.ts';
import { LEVEL_BITS } from '../../src/access/levels.ts';
import { ACCOUNT, document, type Statement, USER } from './estate.ts';

/** One rule of the vendor, with the page that states it. */
interface GoldenCase {
  readonly name: string;
  readonly rule: string;
  /** By id; a text stands for itself, whatever is in it. */
  readonly policies: Readonly<Record<string, Statement | readonly Statement[] | string>>;
  readonly version?: string;
  readonly principal?: keyof typeof PRINCIPALS;
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly levels?: AwsPrincipal['pathToRoot'];
  readonly managementAccount?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  readonly tagsComplete?: boolean;
  readonly resourcePolicies?: Readonly<Record<string, string>>;
  readonly ask: readonly {
    readonly action: string;
    readonly resource: string;
    readonly verdict: Verdict;
    readonly conditionKeys?: readonly string[];
    readonly blocker?: string;
  }[];
  readonly problems?: readonly string[];
}

interface GoldenFile {
  readonly resources: readonly { readonly id: string; readonly type: string }[];
  readonly cases: readonly GoldenCase[];
}

const PRINCIPALS = {
  user: { id: USER, kind: 'user' },
  role: { id: `arn:aws:iam::${ACCOUNT}:role/team/lantern`, kind: 'role' },
  'service-linked-role': {
    id: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    kind: 'role',
  },
} as const;

const FOLDER = new URL('./golden/', import.meta.url);

/** Attached to the identity: every document that is not the boundary, an organisation's or a resource's. */
function identityPolicies(golden: GoldenCase): string[] {
  const elsewhere = new Set([
    golden.boundary,
    ...(Array.isArray(golden.levels) ? golden.levels.flat() : []),
    ...Object.values(golden.resourcePolicies ?? {}),
  ]);
  return [...(golden.attached ?? []), ...Object.keys(golden.policies).filter((id) => !elsewhere.has(id))];
}

function open(golden: GoldenCase, resources: GoldenFile['resources']): Promise<AwsAccess> {
  const { variables, tagsComplete, managementAccount, boundary } = golden;
  return openAwsAccess({
    resources: resources.map((resource) => ({ ...resource, account: ACCOUNT })),
    policies: Object.entries(golden.policies).map(([id, written]) => ({
      id,
      document: typeof written === 'string' ? written : document([written].flat() as Statement[], golden.version),
    })),
    resourcePolicies: Object.entries(golden.resourcePolicies ?? {}).map(([resourceId, policyId]) => ({
      resourceId,
      policyId,
    })),
    principals: [
      {
        ...PRINCIPALS[golden.principal ?? 'user'],
        account: ACCOUNT,
        policyIds: identityPolicies(golden),
        pathToRoot: golden.levels ?? [],
        ...(variables === undefined ? {} : { variables }),
        ...(tagsComplete === undefined ? {} : { tagsComplete }),
        ...(managementAccount === undefined ? {} : { managementAccount }),
        ...(boundary === undefined ? {} : { boundaryId: boundary }),
      },
    ],
  });
}

/** The level of the asked action has to be in the mask of the verdict, in the profile that was swept. */
function expectInProfile(access: AwsAccess, ask: GoldenCase['ask'][number]): void {
  const ordinal = access.estate.ordinals.ordinalOf(ask.resource);
  const partition = ordinal === undefined ? undefined : access.estate.partitionOf(ordinal);
  if (ordinal === undefined || partition === undefined || ask.verdict === 'none') return;
  const actions = access.actions.types[partition.type];
  const level = (actions?.levels[actions.indexOf.get(ask.action.toLowerCase()) ?? -1] ?? 0) & LEVEL_BITS;
  const [evaluated] = evaluateProfiles(access);
  const segment = evaluated?.profile.segments.find(({ lo, hi }) => lo <= ordinal && ordinal < hi);
  const mask = { certain: segment?.certain, conditional: segment?.possible, unknown: segment?.unknown }[ask.verdict];
  expect((mask ?? 0) & level).toBe(level);
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const { resources, cases } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as GoldenFile;
  describe(`rules of AWS: ${file.replace('.json', '').replaceAll('-', ' ')}`, () => {
    it.each(cases)('$name', async (golden) => {
      expect(golden.rule).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      const access = await open(golden, resources);
      const principal = PRINCIPALS[golden.principal ?? 'user'].id;
      for (const ask of golden.ask) {
        const told = explain(access, principal, ask.action, ask.resource);
        expect({ ...ask, verdict: told.verdict }).toEqual(ask);
        if (ask.conditionKeys !== undefined) expect(told.conditionKeys).toEqual(ask.conditionKeys);
        if (ask.blocker !== undefined) expect(told.blocker?.reason).toBe(ask.blocker);
        if (told.verdict !== 'none') expect(told.deciding.length).toBeGreaterThan(0);
        expectInProfile(access, ask);
      }
      const [evaluated] = evaluateProfiles(access);
      const codes = new Set(evaluated?.profile.problems.map(({ code }) => code));
      expect([...codes].sort()).toEqual([...(golden.problems ?? [])].sort());
    });
  });
}

it('holds bit 31 of an action set', () => {
  expect(hasBit(Uint32Array.of(0x80000000), 31)).toBe(true);
});
