import { describe, expect, test } from 'vitest';
import { type ActSum, evidenceOfActs, evidenceOfUse } from '../../src/derive/ownership/acts.ts';
import { type CodeAct, type Issuance, type Made, repositoryOf, Trail } from '../../src/derive/ownership/trail.ts';

const MADE: Made = {
  event: 'e-77',
  at: '2026-04-04T10:00:00.000Z',
  action: 'bedrock:CreateAgent',
  subject: 'agent:tern',
  subjectLabel: 'Agent',
  principal: 'arn:aws:iam::1:role/deploy',
  credential: 'ASIA1',
};
const told = (issuances: readonly Issuance[], acts: readonly CodeAct[] = [], made: Partial<Made> = {}) =>
  new Trail(issuances, acts)
    .evidenceOf({ ...MADE, ...made })
    .map(({ kind, account, person }) => ({ kind, who: person ?? account }));

describe('a chain of role sessions', () => {
  test('leads back to the person at its beginning', () => {
    const chain = [
      { issued: 'ASIA1', principal: 'role/jump', credential: 'ASIA2' },
      { issued: 'ASIA2', principal: 'role/sso', person: 'una@heron.example' },
    ];
    expect(told(chain)).toEqual([{ kind: 'role-session', who: 'una@heron.example' }]);
  });

  test('without a name leads to the first account', () => {
    expect(told([{ issued: 'ASIA1', principal: 'arn:aws:iam::1:user/una' }])).toEqual([
      { kind: 'role-session', who: 'arn:aws:iam::1:user/una' },
    ]);
  });

  test('says nothing where the event names the person itself, or no issuance is known', () => {
    expect(told([{ issued: 'ASIA1', person: 'una@heron.example' }], [], { person: 'bo@heron.example' })).toEqual([]);
    expect(told([])).toEqual([]);
  });

  test('that bites its own tail ends', () => {
    const circle = [
      { issued: 'ASIA1', principal: 'role/a', credential: 'ASIA2' },
      { issued: 'ASIA2', principal: 'role/b', credential: 'ASIA1' },
    ];
    expect(told(circle)).toHaveLength(1);
  });
});

describe('a pipeline', () => {
  const pipeline: Issuance = {
    issued: 'ASIA1',
    principal: 'oidc:token.actions.githubusercontent.com:repo:heron/tern:ref:refs/heads/main',
  };
  const act = (act: CodeAct['act'], account: string, at: string, event = at): CodeAct => ({
    event,
    at,
    repository: 'heron/tern',
    act,
    account,
  });

  test('leads to who pushed last before it, and who reviewed', () => {
    const acts = [
      act('commit-author', 'github:heron:user:early', '2026-04-04T08:00:00.000Z'),
      act('commit-author', 'github:heron:user:una', '2026-04-04T09:30:00.000Z'),
      act('commit-author', 'github:heron:user:late', '2026-04-04T10:30:00.000Z'),
      act('reviewer', 'github:heron:user:bo', '2026-04-02T09:00:00.000Z'),
    ];
    expect(told([pipeline], acts)).toEqual([
      { kind: 'commit-author', who: 'github:heron:user:una' },
      { kind: 'reviewer', who: 'github:heron:user:bo' },
    ]);
  });

  test('does not lead to a push of yesterday, a review of last month or another repository', () => {
    const acts = [
      act('commit-author', 'github:heron:user:una', '2026-04-03T09:30:00.000Z'),
      act('reviewer', 'github:heron:user:bo', '2026-03-01T09:00:00.000Z'),
      { ...act('commit-author', 'github:heron:user:cy', '2026-04-04T09:30:00.000Z'), repository: 'heron/gull' },
    ];
    expect(told([pipeline], acts)).toEqual([]);
  });

  test('that deploys one commit twice gives one piece of evidence', () => {
    const push = act('commit-author', 'github:heron:user:una', '2026-04-04T09:30:00.000Z', 'push-1');
    const trail = new Trail([pipeline], [push]);
    const keys = [MADE, { ...MADE, event: 'e-78', at: '2026-04-04T10:20:00.000Z' }].flatMap((made) =>
      trail.evidenceOf(made).map(({ evidence }) => evidence),
    );
    expect(new Set(keys).size).toBe(1);
  });

  test.each([
    ['oidc:token.actions.githubusercontent.com:repo:Heron/Tern:ref:refs/heads/main', 'heron/tern'],
    ['oidc:token.actions.githubusercontent.com:repo:heron@1234/tern@56:environment:prod', 'heron/tern'],
    ['oidc:gitlab.com:project_path:heron/birds/tern:ref_type:branch:ref:main', 'heron/birds/tern'],
    ['oidc:accounts.google.com:1234567', undefined],
    ['arn:aws:iam::1:role/repo:x', undefined],
  ])('%s is of %s', (principal, repository) => {
    expect(repositoryOf(principal)).toBe(repository);
  });
});

describe('acts after the first', () => {
  const sum: ActSum = {
    subject: 'agent:tern',
    subjectLabel: 'Agent',
    action: 'bedrock:UpdateAgent',
    principal: 'arn:aws:iam::1:role/sso',
    person: 'una@heron.example',
    first: '2026-01-01T00:00:00.000Z',
    firstEvent: 'e-1',
    last: '2026-03-01T00:00:00.000Z',
    lastEvent: 'e-9',
    count: 5,
    isFirst: true,
  };
  const at = (more: Partial<ActSum>) =>
    evidenceOfActs({ ...sum, ...more }).map((one) => [one.kind, one.at?.slice(0, 10)]);

  test('the last is told, and the first where somebody else was before', () => {
    expect(at({})).toEqual([['deployer', '2026-03-01']]);
    expect(at({ isFirst: false })).toEqual([
      ['deployer', '2026-01-01'],
      ['deployer', '2026-03-01'],
    ]);
  });

  test('the only and first one stands elsewhere already; nobody’s tells nothing', () => {
    expect(at({ last: sum.first, lastEvent: 'e-1', count: 1 })).toEqual([]);
    expect(at({ person: undefined, principal: undefined })).toEqual([]);
  });

  test.each([
    ['bedrock:CreateAgent', 'Agent', 'creator'],
    ['bedrock:CreateAgentAlias', 'Agent', 'deployer'],
    ['entra:Add service principal', 'Principal', 'creator'],
    ['lambda:UpdateFunctionCode', 'Agent', 'deployer'],
    ['iam:CreateAccessKey', 'Credential', 'credential-issuer'],
  ] as const)('%s upon a %s is evidence of the %s', (action, subjectLabel, kind) => {
    expect(at({ action, subjectLabel })[0]?.[0]).toBe(kind);
  });

  test('a use is told by its day: the same day writes nothing new', () => {
    const use = (last: string) => evidenceOfUse({ agent: 'agent:tern', person: 'una@heron.example', last });
    expect(use('2026-03-01T08:00:00.000Z')).toEqual(use('2026-03-01T19:00:00.000Z'));
  });
});
