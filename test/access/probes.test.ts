import { describe, expect, it } from 'vitest';
import { evaluateProfiles, explain } from '../../src/access/index.ts';
import { openSmall, type Statement, USER } from './estate.ts';

/**
 * The eleven questions on which an open evaluator of permission relationships gives five wrong answers, asked of ours.
 * "The bucket" means what is in it, and "true" is met by certain and by conditional.
 */
const BUCKET = { id: 'arn:aws:s3:::b1', type: 's3:bucket' };
const OBJECTS = 'arn:aws:s3:::b1/*';

const allow = (Action = 's3:GetObject', Resource = '*', more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action: [Action],
  Resource: [Resource],
  ...more,
});
const deny = (Action = 's3:GetObject', Resource = '*', more: Statement = {}): Statement => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});

interface Probe {
  readonly name: string;
  readonly policies: readonly (readonly Statement[])[];
  readonly actions?: readonly string[];
  readonly resource?: { readonly id: string; readonly type: string };
  readonly about?: string;
  readonly reached: boolean;
}

const TABLE = { id: 'arn:aws:dynamodb:us-east-1:417300528116:table/t', type: 'dynamodb:table' };
const ROLE = { id: 'arn:aws:iam::417300528116:role/a+b', type: 'iam:role' };
const DATABASE = { id: 'arn:aws:rds:us-east-1:417300528116:db:x', type: 'rds:db' };
const NO_MFA = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } };

const PROBES: readonly Probe[] = [
  { name: 'a plain allow', policies: [[allow()]], reached: true },
  { name: 'a deny in another policy wins', policies: [[allow()], [deny()]], reached: false },
  { name: 'an allow before a deny in the same policy', policies: [[allow(), deny()]], reached: false },
  {
    name: "'?' is exactly one character",
    policies: [[allow('s3:GetObject', 'arn:aws:s3:::b?')]],
    resource: { id: 'arn:aws:s3:::b', type: 's3:bucket' },
    about: 'arn:aws:s3:::b/*',
    reached: false,
  },
  {
    name: 'a deny of one permission does not hide the allow of another',
    policies: [[deny('dynamodb:GetItem'), allow('dynamodb:Query')]],
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    resource: TABLE,
    about: TABLE.id,
    reached: true,
  },
  {
    name: 'a plus sign in a name is a plus sign',
    policies: [[allow('iam:PassRole', ROLE.id)]],
    actions: ['iam:PassRole'],
    resource: ROLE,
    about: ROLE.id,
    reached: true,
  },
  {
    name: 'a conditional deny is not an unconditional one',
    policies: [[allow()], [deny('s3:GetObject', '*', NO_MFA)]],
    reached: true,
  },
  { name: 'a deny on all objects', policies: [[allow()], [deny('s3:GetObject', OBJECTS)]], reached: false },
  {
    name: 'a deny on one object does not hide the rest',
    policies: [[allow()], [deny('s3:GetObject', 'arn:aws:s3:::b1/secret.txt')]],
    reached: true,
  },
  { name: 'a wildcard in the action', policies: [[allow('s3:Get*')]], reached: true },
  {
    name: 'an administrator may do what a service has',
    policies: [[allow('*')]],
    actions: ['rds:DeleteDBInstance'],
    resource: DATABASE,
    about: DATABASE.id,
    reached: true,
  },
];

describe('eleven probes of effective access', () => {
  it.each(PROBES)(
    '$name',
    async ({ policies, actions = ['s3:GetObject'], resource = BUCKET, about = OBJECTS, reached }) => {
      const access = await openSmall({ policies, resources: [resource] });
      const verdicts = actions.map((action) => explain(access, USER, action, about).verdict);
      expect(verdicts.some((verdict) => verdict === 'certain' || verdict === 'conditional')).toBe(reached);
      const [evaluated] = evaluateProfiles(access);
      const ordinal = access.estate.ordinals.ordinalOf(about) ?? -1;
      const segment = evaluated?.profile.segments.find(({ lo, hi }) => lo <= ordinal && ordinal < hi);
      if (verdicts.every((verdict) => verdict === 'none') && actions.length === 1 && policies.length === 1) {
        expect(segment?.possible ?? 0).toBe(0);
      }
      if (reached) expect(segment?.possible).not.toBe(0);
    },
  );
});
