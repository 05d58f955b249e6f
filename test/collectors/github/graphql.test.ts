import { schema as official } from '@octokit/graphql-schema';
import { buildSchema, graphql } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { brief, json, run, type Stub, startStub } from './support.ts';

/** GitHub’s own schema: a query that names a field it lacks is answered with errors. */
const schema = buildSchema(official.idl, { assumeValidSDL: true });

let stub: Stub;
afterEach(() => stub.close());

interface Page {
  readonly after?: string | null;
}

function page(edges: readonly unknown[], { after }: Page, size: number) {
  const start = after === undefined || after === null ? 0 : Number(after);
  const end = start + size;
  return {
    edges: edges.slice(start, end),
    pageInfo: { hasNextPage: end < edges.length, endCursor: String(end), hasPreviousPage: false, startCursor: null },
    totalCount: edges.length,
  };
}

const person = (login: string, databaseId: number, emails: string[]) => ({
  login,
  databaseId,
  name: null,
  createdAt: '2020-02-02T02:02:02Z',
  organizationVerifiedDomainEmails: () => emails,
});

const members = [
  { role: 'ADMIN', hasTwoFactorEnabled: true, cursor: 'a', node: person('Hex-Ada', 11, ['Hex.Ada@mire.example']) },
  { role: 'MEMBER', hasTwoFactorEnabled: null, cursor: 'b', node: person('o', 12, []) },
  { role: 'MEMBER', hasTwoFactorEnabled: false, cursor: 'c', node: null },
];

const identities = [
  {
    cursor: 'a',
    node: {
      guid: 'g1',
      samlIdentity: {
        nameId: 'hex.ada@mire.example',
        username: null,
        emails: [{ value: 'HEX@mire.example', primary: true }],
      },
      scimIdentity: { username: 'e-77', emails: [] },
      user: person('Hex-Ada', 11, []),
    },
  },
];

interface Asked {
  readonly expression: string;
}

/** A repository whose files are these, by the expression that asks for them. */
const repository = (
  name: string,
  files: Readonly<Record<string, { readonly text: string; readonly isTruncated?: true }>>,
) => ({
  cursor: name,
  node: {
    name,
    object: ({ expression }: Asked) => {
      const file = files[expression];
      return file === undefined ? null : { __typename: 'Blob', isTruncated: false, ...file };
    },
  },
});

const repositories = [
  repository('Kettle', {
    'HEAD:.github/CODEOWNERS': { text: '* @Hex-Ada\n*.md @mire-9/scribes\n' },
    'HEAD:CODEOWNERS': { text: '* @nobody\n' },
  }),
  repository('lid', { 'HEAD:docs/CODEOWNERS': { text: '/** Ops@mire.example @mire-9/Stokers\n' } }),
  repository('parts', { 'HEAD:CODEOWNERS': { text: '/api/ @hex-ada\n' } }),
  repository('none', {}),
  repository('cut', { 'HEAD:CODEOWNERS': { text: '* @hex-ada', isTruncated: true } }),
];

async function startGraphql(saml: unknown, refusal?: string): Promise<Stub> {
  return startStub((_request, response, body) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
    if (refusal !== undefined && query.includes('samlIdentityProvider')) {
      json(response, {
        data: { organization: null },
        errors: [{ type: refusal, path: ['organization'], message: 'admin:org is needed' }],
      });
      return;
    }
    const organization = {
      membersWithRole: (args: Page) => page(members, args, 2),
      samlIdentityProvider: saml,
      repositories: (args: Page) => page(repositories, args, 2),
    };
    void graphql({ schema, source: query, variableValues: variables, rootValue: { organization } }).then((answer) =>
      json(response, answer),
    );
  });
}

test('members are read page by page with a query that GitHub’s schema accepts', async () => {
  stub = await startGraphql(null);
  const { outcome, records } = await run(stub.baseUrl, 'members', 'Mire-9');
  expect(outcome.fetched).toBe(3);
  expect(outcome.problems).toEqual([expect.objectContaining({ kind: 'malformed' })]);
  expect(stub.requests).toEqual(['POST /graphql', 'POST /graphql']);
  expect(records[0]).toMatchObject({
    id: 'github:mire-9:user:hex-ada',
    props: { email: 'hex.ada@mire.example', emailVerified: true, mfa: true, uniqueId: '11' },
  });
  expect(brief(records)).toContain('github:mire-9:user:hex-ada -CAN-> github.com/mire-9');
});

test('SAML and SCIM identities become external ids', async () => {
  stub = await startGraphql({ externalIdentities: (args: Page) => page(identities, args, 100) });
  const { outcome, records } = await run(stub.baseUrl, 'external-identities', 'Mire-9');
  expect(outcome.status).toBe('complete');
  expect(records[0]).toMatchObject({
    props: { externalIds: ['saml-email=hex@mire.example', 'saml-name-id=hex.ada@mire.example', 'scim=e-77'] },
  });
});

test('an organisation without SAML has no external identities, completely', async () => {
  stub = await startGraphql(null);
  const { outcome, records } = await run(stub.baseUrl, 'external-identities', 'Mire-9');
  expect(outcome.status).toBe('complete');
  expect(records).toEqual([]);
});

test.each(['FORBIDDEN', 'INSUFFICIENT_SCOPES'])('%s of GraphQL is a denial', async (type) => {
  stub = await startGraphql(null, type);
  const { outcome } = await run(stub.baseUrl, 'external-identities', 'Mire-9');
  expect(outcome.status).toBe('denied');
  expect(stub.requests).toHaveLength(1);
});

test('a spent GraphQL limit is tried again', async () => {
  stub = await startGraphql(null, 'RATE_LIMITED');
  const { outcome } = await run(stub.baseUrl, 'external-identities', 'Mire-9');
  expect(outcome.status).not.toBe('complete');
  expect(stub.requests).toHaveLength(3);
});

test('CODEOWNERS is read from the first place that has it, and names whom the last rule for every file does', async () => {
  stub = await startGraphql(null);
  const { outcome, records } = await run(stub.baseUrl, 'code-owners', 'Mire-9');
  expect(outcome.problems).toEqual([
    expect.objectContaining({ kind: 'malformed', message: expect.stringContaining('came cut') }),
  ]);
  expect(outcome.status).toBe('partial');
  const [kettle, lid] = ['evidence:code-owner:github.com/mire-9/kettle', 'evidence:code-owner:github.com/mire-9/lid'];
  expect(brief(records)).toEqual([
    `Evidence ${kettle}:@hex-ada`,
    `${kettle}:@hex-ada -ABOUT-> github.com/mire-9/kettle`,
    `${kettle}:@hex-ada -NAMES-> github:mire-9:user:hex-ada`,
    `Evidence ${lid}:ops@mire.example`,
    `${lid}:ops@mire.example -ABOUT-> github.com/mire-9/lid`,
    `Evidence ${lid}:@mire-9/stokers`,
    `${lid}:@mire-9/stokers -ABOUT-> github.com/mire-9/lid`,
  ]);
  const named = records.flatMap((one) => (one.record === 'node' ? [one.props['person']] : []));
  expect(named).toEqual([undefined, 'ops@mire.example', 'stokers']);
});
