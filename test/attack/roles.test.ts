import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql/index.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRule, ROOT_RULES, type RootRule } from '../../src/api/http/guard/rules.ts';
import { pageRoutes } from '../../src/api/http/page.ts';
import { apiSchema } from '../../src/api/schema.ts';
import { type Action, may, ROLE_ACTIONS, ROLES, type Role, WITHIN_SCOPE } from '../../src/auth/index.ts';
import { ask, type Service, send, service } from './support.ts';

const schema = apiSchema();
const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => type ?? []);
const rootFields = roots.flatMap((type) =>
  Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}` as string, field] as const),
);

let api: Service;
beforeAll(async () => {
  api = await service({ auth: { apiKeys: true } });
});
afterAll(() => api.close());

describe('every field has a rule', () => {
  test.for(rootFields.map(([path]) => path))('%s', (path) => {
    expect(ROOT_RULES[path], 'add it to src/api/http/guard/rules.ts').toBeDefined();
  });

  test('no rule is for a field that is not there', () => {
    const known = new Set(rootFields.map(([path]) => path));
    expect(Object.keys(ROOT_RULES).filter((path) => !known.has(path))).toEqual([]);
  });

  test('below the roots as well: add types to src/api/http/guard/rules.ts', () => {
    const types = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && !type.name.startsWith('__'),
    );
    const without = types
      .filter((type) => !roots.some((root) => root === type))
      .flatMap((type) =>
        isObjectType(type) ? Object.keys(type.getFields()).map((field) => [type.name, field] as const) : [],
      )
      .filter(([type, field]) => !hasRule(type, field));
    expect(types.length).toBeGreaterThan(80);
    expect(without.map((both) => both.join('.'))).toEqual([]);
  });

  test('and every route: what says nothing is for administrators', () => {
    const open = api.routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`);
    const page = pageRoutes().map(({ method, path }) => `${method} ${path}`);
    const known = new Set(['GET /', 'GET /health', 'GET /healthz', 'GET /ready', 'GET /readyz', ...page]);
    expect(open.filter((one) => !known.has(one))).toEqual([]);
  });
});

/** A value that fits the type of an argument. */
function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return `[${sample(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((one) => isNonNullType(one.type));
    return `{${needed.map((one) => `${one.name}: ${sample(one.type)}`).join(', ')}}`;
  }
  return (
    { Int: '1', Float: '1', Boolean: 'true', Instant: '"2026-01-01T00:00:00Z"', JSON: '{}' }[String(type)] ?? '"x"'
  );
}

function questionOf(path: string, field: GraphQLField<unknown, unknown>): string {
  const needed = field.args.filter((arg: GraphQLArgument) => isNonNullType(arg.type));
  const args = needed.length === 0 ? '' : `(${needed.map((arg) => `${arg.name}: ${sample(arg.type)}`).join(', ')})`;
  const rest = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return `${path.startsWith('Mutation') ? 'mutation' : 'query'} { ${field.name}${args}${rest} }`;
}

describe('no role gets more than it holds', () => {
  const asking: readonly Role[] = ROLES.filter((role) => ROLE_ACTIONS[role].has('read'));
  test.for(asking)('%s, over every field', async (role) => {
    const key = api.keyOf(role);
    const scoped = api.keyOf(role, { teams: ['team:odd:1'] });
    for (const [path, field] of rootFields) {
      const rule: RootRule = ROOT_RULES[path] ?? { action: 'administer' };
      const held = ROLE_ACTIONS[role].has(rule.action);
      const { codes, status } = await ask(api, questionOf(path, field), key);
      expect([path, status, codes.includes('forbidden')]).toEqual([path, 200, !held]);
      const cut = await ask(api, questionOf(path, field), scoped);
      const refused = cut.codes.some((code) => code === 'forbidden' || code === 'outside-scope');
      expect([path, 'in a scope', refused]).toEqual([path, 'in a scope', !held || rule.whole !== undefined]);
    }
  });

  test.for(['sender', 'monitor'] as const)('%s asks nothing', async (role) => {
    const reply = await ask(api, '{ __typename }', api.keyOf(role));
    expect([reply.status, reply.json['code']]).toEqual([403, 'forbidden']);
    expect(reply.text).not.toContain('Query');
  });

  test('a field that is hidden behind a fragment, an alias or a directive is the same field', async () => {
    const key = api.keyOf('viewer');
    for (const query of [
      'query { x: cypher(text: "RETURN 1") { __typename } }',
      'query { ...F } fragment F on Query { cypher(text: "RETURN 1") { __typename } }',
      'query { ... on Query @include(if: true) { cypher(text: "RETURN 1") { __typename } } }',
      'query A { coverage { line } } query B { cypher(text: "RETURN 1") { __typename } }',
    ]) {
      const reply = await send(api.url, {
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, ...(query.includes('query B') ? { operationName: 'B' } : {}) }),
      });
      expect([query, reply.json['data'] ?? null]).toEqual([query, null]);
    }
  });

  test('a key does not say what it may do: a role in the request changes nothing', async () => {
    const reply = await send(`${api.url}?role=admin`, {
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${api.keyOf('viewer')}`,
        'x-role': 'admin',
        'x-forwarded-user': 'admin',
        'x-forwarded-for': '127.0.0.1',
      },
      body: JSON.stringify({
        query: '{ cypher(text: "RETURN 1") { __typename } }',
        extensions: { role: 'admin' },
      }),
    });
    expect(reply.codes).toEqual(['forbidden']);
  });

  test.for<[string, string, Action]>([
    ['GET', '/metrics', 'metrics'],
    ['GET', '/auth/me', 'read'],
  ])('%s %s by role', async ([method, path, action]) => {
    for (const role of ROLES) {
      const reply = await send(`${api.base}${path}`, {
        method,
        headers: { authorization: `Bearer ${api.keyOf(role)}` },
      });
      expect([role, reply.status]).toEqual([role, ROLE_ACTIONS[role].has(action) ? 200 : 403]);
    }
    expect((await send(`${api.base}${path}`, { method })).status).toBe(401);
  });

  test('roles grow: what a weaker person may, a stronger one may', () => {
    const people = ROLES.slice(ROLES.indexOf('viewer'));
    people.slice(1).forEach((role, i) => {
      const weaker = people[i] ?? 'viewer';
      expect([...ROLE_ACTIONS[weaker]].filter((action) => !ROLE_ACTIONS[role].has(action))).toEqual([]);
    });
    const caller = {
      id: 'x',
      kind: 'key',
      name: 'x',
      role: 'admin',
      audience: [],
      scope: [{ teams: ['t'], environments: [] }],
    } as const;
    expect([...ROLE_ACTIONS.admin].filter((action) => may(caller, action)).sort()).toEqual([...WITHIN_SCOPE].sort());
  });
});
