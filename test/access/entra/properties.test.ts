import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { becomeApplications, type EntraInput, openEntraAccess } from '../../../src/access/entra/index.ts';
import { explainAccess } from '../../../src/access/hierarchy/explain.ts';
import type { Verdict } from '../../../src/access/types.ts';
import { expectNoWider, expectSweptAsAsked, questionsOf, swept } from '../hierarchy/properties.ts';

const RUNS = 60;
const WORDS = ['Mail.Read', 'Files.ReadWrite.All', 'Stoke', 'Sites.Manage.All'];
const APIS = ['api:a', 'api:b'];

const holder = fc.constantFrom('u:quill', 'sp:kiln', 'g:in', 'g:out');
const input: fc.Arbitrary<EntraInput> = fc
  .record({
    assignments: fc.array(
      fc.record({
        principalId: holder,
        apiId: fc.constantFrom(...APIS),
        roleId: fc.constantFrom(...WORDS.map((_, index) => `r-${index}`)),
      }),
      { maxLength: 5 },
    ),
    delegations: fc.array(
      fc.record({
        id: fc.constantFrom('d-1', 'd-2'),
        clientId: fc.constantFrom('sp:kiln'),
        apiId: fc.constantFrom(...APIS),
        scopes: fc.subarray([...WORDS, 'openid']),
      }),
      { maxLength: 2 },
    ),
    enabled: fc.boolean(),
  })
  .map(({ enabled, ...made }) => ({
    ...made,
    tenant: 't-9',
    principals: [
      { id: 'u:quill', kind: 'user', enabled },
      { id: 'sp:kiln', kind: 'service-principal' },
    ],
    memberships: [
      { member: 'u:quill', group: 'g:in' },
      { member: 'g:in', group: 'g:out' },
    ],
    apis: APIS.map((id) => ({ id, objectId: id, roles: WORDS.map((value, index) => ({ id: `r-${index}`, value })) })),
    applications: [],
    owners: [],
    directoryRoles: [],
    credentialPolicy: 'open',
  }));

/** App roles as plainly as they can be: who holds the word on the API, directly or by a group that one is a direct member of. */
function naive(made: EntraInput, who: string, word: string, api: string): Verdict {
  const [user] = made.principals;
  if (who === 'u:quill' && user?.enabled === false) return 'none';
  const holders = who === 'u:quill' ? ['u:quill', 'g:in'] : [who];
  const held = [...made.assignments].some(
    ({ principalId, apiId, roleId }) =>
      holders.includes(principalId) && apiId === api && WORDS[Number(roleId.slice(2))] === word,
  );
  const granted = [...made.delegations].some(
    ({ clientId, apiId, scopes }) => clientId === who && apiId === api && scopes.includes(word),
  );
  if (!held && !(granted && word !== 'openid')) return 'none';
  if (word === 'Stoke') return 'unknown';
  return held ? 'certain' : 'conditional';
}

describe('effective access in Entra', () => {
  it('is what the plain evaluator says, swept as asked, and does not depend on order', () => {
    fc.assert(
      fc.property(input, (made) => {
        const access = openEntraAccess(made);
        for (const { principal, action, resource } of questionsOf(access)) {
          const told = explainAccess(access, principal, action, resource).verdict;
          const wanted = naive(made, principal, action, resource);
          if (told !== wanted) expect.fail(`${principal} ${action} ${resource}: ${told}, plainly ${wanted}`);
        }
        expectSweptAsAsked(access);
        const turned = {
          ...made,
          apis: [...made.apis].reverse(),
          assignments: [...made.assignments].reverse(),
          delegations: [...made.delegations].reverse(),
        };
        expect(swept(openEntraAccess(turned))).toEqual(swept(access));
      }),
      { numRuns: RUNS },
    );
  });

  it('is never wider for an assignment less', () => {
    fc.assert(
      fc.property(input, (made) => {
        const less = { ...made, assignments: [...made.assignments].slice(1) };
        expectNoWider(openEntraAccess(less), openEntraAccess(made));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('bad input', () => {
  it('is never thrown back', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('', '/', '.', 'constructor', 'Mail.'));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (texts, one) => {
        const made: EntraInput = {
          tenant: one,
          principals: texts.map((id) => ({ id, kind: 'user' })),
          memberships: texts.map((member) => ({ member, group: one })),
          apis: texts.map((id) => ({ id: `api ${id}`, objectId: one, roles: 'unknown' })),
          assignments: texts.map((principalId) => ({ principalId, apiId: one, roleId: one })),
          delegations: texts.map((id) => ({ id, clientId: one, apiId: one, scopes: texts })),
          applications: texts.map((id) => ({ id, kind: 'application' })),
          owners: texts.map((ownerId) => ({ ownerId, ownedId: one })),
          directoryRoles: texts.map((principalId) => ({ principalId, roleTemplateId: one, scope: one })),
          credentialPolicy: 'unknown',
        };
        for (const [, ...levels] of Object.values(swept(openEntraAccess(made))))
          expect(levels.every((level) => level.startsWith('0.0.'))).toBe(true);
        for (const edge of becomeApplications(made)) expect(edge.certainty).toBe('unknown');
      }),
    );
  });
});
