import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import type { Said } from '../support/loader.ts';

const HERON = 'arn:aws:bedrock:eu-north-1:918273645546:agent/HERON7';
const ROLE = 'arn:aws:iam::918273645546:role/heron-role';
const KEY = 'AKIAHERON00000000007';
const LEDGER = 'arn:aws:s3:::reed-ledger';
const CUSTOMERS = 'arn:aws:s3:::reed-customers';

const people: readonly GraphRecord[] = [
  node('Human', 'human:40417', {
    name: 'Wren Ostrow',
    email: 'wren@example.com',
    employeeId: '40417',
    status: 'departed',
    departedAt: '2026-01-10T00:00:00.000Z',
  }),
  node('Human', 'human:40002', {
    name: 'Tern Halloran',
    email: 'tern@example.com',
    employeeId: '40002',
    status: 'active',
  }),
  node('Human', 'human:40099', { name: 'Ana Lark', email: 'ana@example.com', employeeId: '40099', status: 'active' }),
  edge('REPORTS_TO', ref('Human', 'human:40417'), ref('Human', 'human:40002'), {}),
  edge('FALLS_TO', ref('Human', 'human:40417'), ref('Human', 'human:40002'), {
    route: 'manager',
    reason: 'manager of Wren Ostrow at departure',
    steps: 1,
  }),
  node('Principal', 'okta:acme:user:7', { name: 'Wren O.', kind: 'person', system: 'okta', email: 'wren@example.com' }),
  edge('HAS_ACCOUNT', ref('Human', 'human:40417'), ref('Principal', 'okta:acme:user:7'), { basis: 'verified e-mail' }),
];

const estate: readonly GraphRecord[] = [
  node('Agent', HERON, { name: 'heron', kind: 'bedrock-agent', platform: 'aws', tenant: '918273645546' }),
  node('Agent', 'arn:aws:bedrock:eu-north-1:918273645546:agent/HEROIN', {
    name: 'plover',
    kind: 'bedrock-agent',
    platform: 'aws',
  }),
  node('Agent', 'endpoint:q9:agent:cursor', { name: '=1+1<script>', kind: 'ide-agent', platform: 'endpoint' }),
  node('Principal', ROLE, { name: 'heron-role', kind: 'iam-role', system: 'aws' }),
  node('Credential', KEY, {
    name: 'heron key',
    kind: 'access-key',
    system: 'aws',
    lastUsedAt: '2026-02-20T00:00:00.000Z',
  }),
  node('Resource', LEDGER, {
    name: 'reed-ledger',
    kind: 's3:bucket',
    system: 'aws',
    path: 'aws/918273645546/s3:bucket/-/reed-ledger',
    sensitivity: 'confidential',
    environment: 'production',
  }),
  node('Resource', CUSTOMERS, {
    name: 'reed-customers',
    kind: 's3:bucket',
    system: 'aws',
    path: 'aws/918273645546/s3:bucket/-/reed-customers',
    sensitivity: 'customer-data',
    environment: 'production',
  }),
  edge('RUNS_AS', ref('Agent', HERON), ref('Principal', ROLE), {}),
  edge('USES', ref('Agent', HERON), ref('Credential', KEY), { basis: 'configured' }),
  edge('AUTHENTICATES_AS', ref('Credential', KEY), ref('Principal', ROLE), {}),
  node('Evidence', 'evidence:creator:heron:e1', {
    kind: 'creator',
    says: 'CreateAgent by wren',
    at: '2025-10-01T00:00:00.000Z',
  }),
  edge('ABOUT', ref('Evidence', 'evidence:creator:heron:e1'), ref('Agent', HERON), {}),
  edge('NAMES', ref('Evidence', 'evidence:creator:heron:e1'), ref('Principal', 'okta:acme:user:7'), {}),
  node('Evidence', 'evidence:owner-tag:heron:t', {
    kind: 'owner-tag',
    says: 'tag owner=ana@example.com',
    person: 'ana@example.com',
  }),
  edge('ABOUT', ref('Evidence', 'evidence:owner-tag:heron:t'), ref('Principal', ROLE), {}),
];

const derived: readonly GraphRecord[] = [
  node('AccessProfile', 'profile:p1', { system: 'aws', evaluator: '1' }),
  edge('HAS_ACCESS', ref('Principal', ROLE), ref('AccessProfile', 'profile:p1'), {}),
  edge('CAN', ref('AccessProfile', 'profile:p1'), ref('Resource', LEDGER), {
    certain: ['List', 'Write'],
    possible: [],
  }),
  edge('CAN', ref('AccessProfile', 'profile:p1'), ref('Resource', CUSTOMERS), {
    certain: ['List'],
    possible: ['Write'],
    conditionKeys: ['aws:SourceIp'],
  }),
  edge('OWNS', ref('Human', 'human:40417'), ref('Agent', HERON), {
    confidence: 0.85,
    verdict: 'asserted',
    basis: ['CreateAgent by wren'],
    evidence: ['evidence:creator:heron:e1'],
  }),
  edge('MAY_OWN', ref('Human', 'human:40099'), ref('Agent', HERON), {
    confidence: 0.12,
    basis: ['tag owner=ana@example.com'],
    evidence: ['evidence:owner-tag:heron:t'],
  }),
  edge('OWNS', ref('Human', 'human:40417'), ref('Credential', KEY), {
    confidence: 0.75,
    verdict: 'likely',
    basis: ['issued it'],
    evidence: [],
  }),
  node('Decision', 'decision:example', {
    kind: 'contest',
    subject: 'endpoint:q9:agent:cursor',
    person: 'human:40099',
    by: 'human:40002',
    reason: 'not hers',
    at: '2026-02-01T00:00:00.000Z',
  }),
  node('Finding', 'finding:departed-owner:1', {
    question: 'departed-owner-agents',
    severity: 'critical',
    sentence: 'heron belongs to Wren Ostrow, who left',
    path: ['Agent heron'],
    remedy: 'Give it to Tern Halloran',
    situation: 'S8',
  }),
];

/** A company of three people: heron belongs to one who left, plover and a laptop's agent to nobody. */
export const company: readonly Said[] = [
  { step: 'hr:main/workers', records: people },
  { step: 'aws:918273645546/iam', records: estate },
  {
    step: 'okta:acme/users',
    records: [],
    outcome: {
      status: 'denied',
      problems: [{ kind: 'denied', what: 'GET /api/v1/users', message: 'not allowed' }],
      problemCount: 1,
    },
  },
  { step: 'derive:graph/test', records: derived },
];
