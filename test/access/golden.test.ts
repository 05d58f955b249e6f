import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasBit } from '../../src/access/aws/action/sets.ts';
import {
  type AwsAccess,
  type AwsAccount,
  type AwsPrincipal,
  type AwsSession,
  evaluateProfiles,
  explain,
  type KmsGrant,
  openAwsAccess,
  resourceGrants,
  type Verdict,
} from '../../src/access/index.ts';
import { LEVEL_BITS, levelMask } from '../../src/access/levels.ts';
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
  /** Buckets whose public access is blocked. */
  readonly restricted?: readonly string[];
  readonly sessionPolicies?: readonly string[];
  readonly issuedAt?: string;
  readonly at?: string;
  readonly account?: Omit<AwsAccount, 'id'>;
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly regions?: Readonly<Record<string, string>>;
  readonly kmsGrants?: readonly KmsGrant[];
  readonly ask: readonly {
    readonly action: string;
    readonly resource: string;
    readonly verdict: Verdict;
    readonly conditionKeys?: readonly string[];
    readonly blocker?: string;
    /** The condition keys of a request, where one is asked about. */
    readonly request?: Readonly<Record<string, string | readonly string[]>>;
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
  'other-account': { id: 'arn:aws:iam::902215667788:user/quill', kind: 'user', account: '902215667788' },
  session: { id: `arn:aws:iam::${ACCOUNT}:role/team/lantern`, kind: 'role' },
} as const;

const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/lantern/job-7`;

const FOLDER = new URL('./golden/', import.meta.url);

/** Attached to the identity: every document that is not the boundary, an organisation's or a resource's. */
function identityPolicies(golden: GoldenCase): string[] {
  const elsewhere = new Set([
    golden.boundary,
    ...(golden.sessionPolicies ?? []),
    ...(Array.isArray(golden.account?.resourceControls) ? golden.account.resourceControls.flat() : []),
    ...(Array.isArray(golden.levels) ? golden.levels.flat() : []),
    ...Object.values(golden.resourcePolicies ?? {}),
  ]);
  return [...(golden.attached ?? []), ...Object.keys(golden.policies).filter((id) => !elsewhere.has(id))];
}

function principalOf(golden: GoldenCase): AwsPrincipal {
  const { variables, tagsComplete, managementAccount, boundary } = golden;
  return {
    account: ACCOUNT,
    ...PRINCIPALS[golden.principal ?? 'user'],
    policyIds: identityPolicies(golden),
    pathToRoot: golden.levels ?? [],
    ...(variables === undefined ? {} : { variables }),
    ...(tagsComplete === undefined ? {} : { tagsComplete }),
    ...(managementAccount === undefined ? {} : { managementAccount }),
    ...(boundary === undefined ? {} : { boundaryId: boundary }),
  };
}

function sessionsOf({ principal, issuedAt, sessionPolicies }: GoldenCase): AwsSession[] {
  if (principal !== 'session') return [];
  const given = {
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(sessionPolicies === undefined ? {} : { policyIds: sessionPolicies }),
  };
  return [{ id: SESSION, roleId: PRINCIPALS.session.id, ...given }];
}

function open(golden: GoldenCase, resources: GoldenFile['resources']): Promise<AwsAccess> {
  const { tags, regions, restricted = [], kmsGrants = [], account, at } = golden;
  return openAwsAccess({
    resources: resources.map((resource) => ({
      ...resource,
      account: ACCOUNT,
      ...(tags?.[resource.id] === undefined ? {} : { tags: tags[resource.id] ?? {} }),
      ...(regions?.[resource.id] === undefined ? {} : { region: regions[resource.id] ?? '' }),
    })),
    policies: Object.entries(golden.policies).map(([id, written]) => ({
      id,
      document: typeof written === 'string' ? written : document([written].flat() as Statement[], golden.version),
    })),
    resourcePolicies: Object.entries(golden.resourcePolicies ?? {}).map(([resourceId, policyId]) => ({
      resourceId,
      policyId,
      restrictsPublic: restricted.includes(resourceId),
    })),
    principals: [principalOf(golden)],
    sessions: sessionsOf(golden),
    accounts: account === undefined ? [] : [{ id: ACCOUNT, ...account }],
    kmsGrants,
    ...(at === undefined ? {} : { at }),
  });
}

/** The level of the asked action has to be in the mask of the verdict, in the profile or in the resource's grants. */
function expectInProfile(access: AwsAccess, asking: string, ask: GoldenCase['ask'][number]): void {
  const ordinal = access.estate.ordinals.ordinalOf(ask.resource);
  const partition = ordinal === undefined ? undefined : access.estate.partitionOf(ordinal);
  if (ordinal === undefined || partition === undefined || ask.verdict === 'none') return;
  if (ask.request !== undefined) return;
  const actions = access.actions.types[partition.type];
  const level = (actions?.levels[actions.indexOf.get(ask.action.toLowerCase()) ?? -1] ?? 0) & LEVEL_BITS;
  const profiles = [...evaluateProfiles(access)].filter(({ principalIds }) => principalIds.includes(asking));
  const segment = profiles[0]?.profile.segments.find(({ lo, hi }) => lo <= ordinal && ordinal < hi);
  const grants = [...resourceGrants(access)].filter(
    ({ from, resourceId }) =>
      resourceId === ask.resource && ('principal' in from ? from.principal === asking : from.external.name === '*'),
  );
  const name = ({ certain: 'certain', conditional: 'possible', unknown: 'unknown' } as const)[ask.verdict];
  const given = grants.reduce((mask, grant) => mask | levelMask(grant[name]), 0);
  expect(((segment?.[name] ?? 0) | given) & level).toBe(level);
}

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const { resources, cases } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as GoldenFile;
  describe(`rules of AWS: ${file.replace('.json', '').replaceAll('-', ' ')}`, () => {
    it.each(cases)('$name', async (golden) => {
      expect(golden.rule).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      const access = await open(golden, resources);
      const principal = golden.principal === 'session' ? SESSION : PRINCIPALS[golden.principal ?? 'user'].id;
      for (const ask of golden.ask) {
        const told = explain(access, principal, ask.action, ask.resource, ask.request);
        expect({ ...ask, verdict: told.verdict }).toEqual(ask);
        if (ask.conditionKeys !== undefined) expect(told.conditionKeys).toEqual(ask.conditionKeys);
        if (ask.blocker !== undefined) expect(told.blocker?.reason).toBe(ask.blocker);
        if (told.verdict !== 'none') expect(told.deciding.length).toBeGreaterThan(0);
        expectInProfile(access, principal, ask);
      }
      const evaluated = [...evaluateProfiles(access)].find(({ principalIds }) => principalIds.includes(principal));
      const codes = new Set(evaluated?.profile.problems.map(({ code }) => code));
      expect([...codes].sort()).toEqual([...(golden.problems ?? [])].sort());
    });
  });
}

it('holds bit 31 of an action set', () => {
  expect(hasBit(Uint32Array.of(0x80000000), 31)).toBe(true);
});
