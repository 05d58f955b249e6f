import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GithubInput, type GithubRepository, openGithubAccess } from '../../../src/access/github/index.ts';
import { explainAccess } from '../../../src/access/hierarchy/explain.ts';
import { expectNoWider, expectSweptAsAsked, swept } from '../hierarchy/properties.ts';
import { LEAST_ROLE, naiveGithub } from './naive.ts';

const RUNS = 25;
const NAMES = ['ash', 'ash-2', 'moss', 'quill'];

const repositories = fc
  .tuple(
    ...NAMES.map((name) =>
      fc.record({
        id: fc.constant(`r:${name}`),
        name: fc.constant(name),
        visibility: fc.constantFrom<GithubRepository['visibility']>('public', 'private', 'internal'),
        archived: fc.boolean(),
      }),
    ),
  )
  .map((all): GithubRepository[] => all);
const repositoryId = fc.constantFrom(...NAMES.map((name) => `r:${name}`));
const role = fc.record({
  holderId: fc.constantFrom('u:quill', 'u:wren', 't:in', 't:out'),
  repositoryId,
  role: fc.constantFrom('read', 'triage', 'write', 'maintain', 'admin'),
});
const selection = fc.oneof(fc.constant<'all'>('all'), fc.array(repositoryId, { maxLength: 2 }));
const permissions = fc.dictionary(
  fc.constantFrom('contents', 'workflows', 'issues', 'administration'),
  fc.constantFrom('read', 'write'),
);
const ownerId = fc.constantFrom('u:quill', 'u:wren', 'u:heron');
const token = fc.oneof(
  fc.record({
    kind: fc.constant<'classic'>('classic'),
    ownerId,
    scopes: fc.subarray(['repo', 'public_repo', 'workflow']),
  }),
  fc.record({ kind: fc.constant<'fine-grained'>('fine-grained'), ownerId, permissions, repositories: selection }),
  fc.record({ kind: fc.constant<'installation'>('installation'), permissions, repositories: selection }),
  fc.record({ kind: fc.constant<'installation'>('installation'), ownerId, permissions, repositories: selection }),
  fc.record({ kind: fc.constant<'deploy-key'>('deploy-key'), repositoryId, readOnly: fc.boolean() }),
);
const input = fc
  .record({
    basePermission: fc.constantFrom<GithubInput['basePermission']>('none', 'read', 'write', 'admin'),
    repositories,
    roles: fc.array(role, { maxLength: 4 }),
    teamMembers: fc.subarray([
      { memberId: 'u:quill', teamId: 't:in' },
      { memberId: 'u:wren', teamId: 't:out' },
    ]),
    parent: fc.constantFrom('t:out', 't:in', undefined),
    tokens: fc.array(token, { maxLength: 3 }),
  })
  .map(({ parent, tokens, ...made }) => ({
    ...made,
    organisation: 'umbra-kiln',
    members: [
      { id: 'u:quill', owner: false },
      { id: 'u:heron', owner: true },
    ],
    outsideCollaborators: ['u:wren'],
    teams: [
      parent === undefined ? { id: 't:in' } : { id: 't:in', parentId: parent },
      { id: 't:out', parentId: 't:in' },
    ],
    customRoles: [],
    tokens: tokens.map((one, index) => ({ ...one, id: `k:${index}` })),
    secrets: made.repositories.map(({ id, name }) => ({
      id: `s:${name}`,
      name: `${name}/KEY`,
      place: { kind: 'repository' as const, repositoryId: id },
    })),
  }));

function questions(made: GithubInput, principals: readonly string[]) {
  return principals.flatMap((who) =>
    [...made.repositories].flatMap((repository) =>
      Object.keys(LEAST_ROLE).map((action) => ({ who, action, repository })),
    ),
  );
}

describe('effective access in GitHub', () => {
  it('is what the plain evaluator says', () => {
    fc.assert(
      fc.property(input, (made) => {
        const access = openGithubAccess(made);
        for (const { who, action, repository } of questions(made, access.principals)) {
          const told = explainAccess(access, who, action, repository.id).verdict;
          const wanted = naiveGithub(made, who, action, repository) ? 'certain' : 'none';
          if (told !== wanted) expect.fail(`${who} ${action} ${repository.id}: ${told}, plainly ${wanted}`);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('to a secret is to write contents and workflows of its repository', () => {
    fc.assert(
      fc.property(input, (made) => {
        const access = openGithubAccess(made);
        for (const who of access.principals) {
          for (const repository of made.repositories) {
            const writes = ['contents:write', 'workflows:write'].every((one) =>
              naiveGithub(made, who, one, repository),
            );
            const { verdict } = explainAccess(access, who, 'secret:use', `s:${repository.name}`);
            if (verdict !== (writes ? 'certain' : 'none')) expect.fail(`${who} ${repository.name}: ${verdict}`);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('as swept has the levels that single verdicts add up to', () => {
    fc.assert(
      fc.property(input, (made) => expectSweptAsAsked(openGithubAccess(made))),
      { numRuns: 5 },
    );
  });

  it('is never wider for a role less, an archive more, or a token that ended', () => {
    fc.assert(
      fc.property(input, (made) => {
        const wide = openGithubAccess(made);
        expectNoWider(openGithubAccess({ ...made, roles: made.roles.slice(1) }), wide);
        const archived = made.repositories.map((one) => ({ ...one, archived: true }));
        expectNoWider(openGithubAccess({ ...made, repositories: archived }), wide);
        expectNoWider(openGithubAccess({ ...made, tokens: made.tokens.map((one) => ({ ...one, ended: true })) }), wide);
      }),
      { numRuns: 3 },
    );
  });

  it('does not depend on order', () => {
    fc.assert(
      fc.property(input, (made) => {
        const turned: GithubInput = {
          ...made,
          repositories: [...made.repositories].reverse(),
          roles: [...made.roles].reverse(),
          teams: [...made.teams].reverse(),
          tokens: [...made.tokens].reverse(),
          secrets: [...made.secrets].reverse(),
        };
        expect(swept(openGithubAccess(turned))).toEqual(swept(openGithubAccess(made)));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('bad input', () => {
  it('is never thrown back', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('', 'all', 'admin', '__proto__', 'constructor'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (texts, one) => {
        const access = openGithubAccess({
          organisation: one,
          basePermission: 'none',
          repositories: texts.map((id) => ({ id, name: one, visibility: 'private' })),
          members: [],
          outsideCollaborators: texts,
          teams: texts.map((id) => ({ id, parentId: one })),
          teamMembers: texts.map((memberId) => ({ memberId, teamId: one })),
          roles: [],
          customRoles: texts.map((name) => ({ name, base: one, permissions: texts })),
          tokens: texts.map((id) => ({
            id: `token ${id}`,
            kind: 'fine-grained',
            ownerId: one,
            permissions: { [one]: one },
            repositories: texts,
          })),
          secrets: texts.map((id) => ({
            id: `secret ${id}`,
            name: id,
            place: { kind: 'organisation', repositories: texts },
          })),
        });
        for (const [, ...levels] of Object.values(swept(access)))
          expect(levels.every((level) => level.startsWith('0.0.0'))).toBe(true);
      }),
    );
  });

  it('a role by the name of something that every object has is not known', () => {
    const made = fc.sample(input, 1)[0];
    if (made === undefined) return;
    const roles = [{ holderId: 'u:wren', repositoryId: 'r:ash', role: 'constructor' }];
    const hidden = made.repositories.map((one) => ({ ...one, visibility: 'private' as const, archived: false }));
    const access = openGithubAccess({ ...made, repositories: hidden, roles });
    expect(explainAccess(access, 'u:wren', 'contents:read', 'r:ash').verdict).toBe('unknown');
  });
});
