import { ActionTable } from '../hierarchy/actions.ts';
import { addUp } from '../hierarchy/judge.ts';
import { type Language, standingId } from '../hierarchy/profile.ts';
import type { Gate, Rule, Standing } from '../hierarchy/rule.ts';
import type { Problem } from '../problem.ts';
import { actionsOf } from './actions.ts';
import { ANYONE, openPeople, type People } from './people.ts';
import { archiveDeny, type GithubEstate, openEstate } from './repositories.ts';
import { secretRules } from './secrets.ts';
import { tokenGate } from './tokens.ts';
import type { GithubInput, GithubToken } from './types.ts';

const EVALUATOR = 'github-1';

/**
 * Opens GitHub's permissions on what was collected of an organisation. Its principals are people and tokens: a token does
 * what it and its owner may both do. `standingOf('anyone')` is a stranger. Never fails on bad input.
 * https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories
 */
export function openGithubAccess(input: GithubInput): Language {
  const estate = openEstate(input);
  const people = openPeople(input, estate);
  const tokens = new Map([...input.tokens].map((token) => [token.id, token]));
  const deny = archiveDeny(estate);
  const base = (id: string): Standing | undefined => {
    const gates = gatesOf(id, tokens, people, estate);
    return gates === undefined ? undefined : standing(input.organisation, gates, deny);
  };
  const repositories: Language = {
    evaluator: EVALUATOR,
    places: estate.places,
    actions: new ActionTable(actionsOf),
    judge: addUp,
    principals: [...people.ids, ...tokens.keys()],
    problems: people.problems,
    standingOf: base,
  };
  const secrets = new Map<string, readonly Rule[]>();
  return {
    ...repositories,
    standingOf: (principalId) => {
      const own = base(principalId);
      if (own === undefined || principalId === ANYONE) return own;
      const id = standingId(EVALUATOR, own);
      const rules = secrets.get(id) ?? secretRules(repositories, own, estate);
      secrets.set(id, rules);
      const gates = own.gates.map((gate) => ({ ...gate, rules: [...gate.rules, ...rules] }));
      return { ...own, gates, problems: problemsOf(gates) };
    },
  };
}

function gatesOf(
  id: string,
  tokens: ReadonlyMap<string, GithubToken>,
  people: People,
  estate: GithubEstate,
): Gate[] | undefined {
  const token = tokens.get(id);
  const ownerId = token === undefined ? id : 'ownerId' in token ? token.ownerId : undefined;
  const owner = ownerId === undefined ? undefined : people.rulesOf(ownerId);
  if (token === undefined) return owner === undefined ? undefined : [{ name: 'roles', rules: owner }];
  const gate = tokenGate(token, estate);
  return ownerId === undefined ? [gate] : [{ name: 'owner', rules: owner ?? people.rulesOf(ANYONE) ?? [] }, gate];
}

function standing(tenant: string, own: readonly Gate[], deny: Rule): Standing {
  const [first, ...others] = own;
  const gates = first === undefined ? [] : [{ ...first, rules: [...first.rules, deny] }, ...others];
  return { tenant, gates, problems: problemsOf(gates) };
}

function problemsOf(gates: readonly Gate[]): Problem[] {
  const unread = gates.flatMap(({ rules }) => rules.filter(({ certainty }) => certainty === 'unknown'));
  const missing = [...new Set(unread.flatMap(({ keys }) => keys))];
  return missing.map((what) => ({ code: 'permissions-unknown', message: `Not known: ${what}` }));
}
