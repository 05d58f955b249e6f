import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { catalogue, findQuery, readCoverage, readSteps } from '../queries/index.ts';
import { graphDoc } from '../schema/doc.ts';
import type { McpParts } from './parts.ts';
import type { AccessOf } from './server.ts';

/** The graph's schema, the saved questions, and what could be seen. */
export function registerResources(server: McpServer, { graph }: McpParts, accessOf: AccessOf): void {
  server.registerResource(
    'schema',
    'keyline://schema',
    {
      title: 'The graph',
      description: 'Labels, properties and edges of the graph: what run_cypher can name.',
      mimeType: 'text/markdown',
    },
    async (uri, context) => {
      await opened(accessOf(context), uri.href);
      return { contents: [{ uri: uri.href, mimeType: 'text/markdown', text: graphDoc() }] };
    },
  );
  server.registerResource(
    'questions',
    'keyline://questions',
    {
      title: 'Saved questions',
      description: 'Every saved question with its parameters.',
      mimeType: 'application/json',
    },
    async (uri, context) => {
      await opened(accessOf(context), uri.href);
      const list = [...catalogue().values()].map(({ id, title, question, parameters, tags }) => ({
        id,
        title,
        question,
        parameters,
        tags,
      }));
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(list, null, 1) }] };
    },
  );
  server.registerResource(
    'coverage',
    'keyline://coverage',
    {
      title: 'Coverage',
      description: 'What could be seen when, and what was missing.',
      mimeType: 'application/json',
    },
    async (uri, context) => {
      const access = accessOf(context);
      await opened(access, uri.href);
      const seen = access.horizon?.graph ?? graph;
      const [coverage, steps] = await Promise.all([readCoverage(seen), readSteps(seen)]);
      const text = JSON.stringify(access.mask({ line: coverage.line, asOf: coverage.asOf, steps }), null, 1);
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text }] };
    },
  );
  registerQuestion(server, accessOf);
}

const TEMPLATE = 'keyline://questions/{id}';

function registerQuestion(server: McpServer, accessOf: AccessOf): void {
  const ids = [...catalogue().keys()];
  const template = new ResourceTemplate(TEMPLATE, {
    list: () => ({
      resources: [...catalogue().values()].map(({ id, title, question }) => ({
        uri: `keyline://questions/${id}`,
        name: id,
        title,
        description: question,
        mimeType: 'text/plain',
      })),
    }),
    complete: { id: (begun) => ids.filter((id) => id.startsWith(begun)) },
  });
  server.registerResource(
    'question',
    template,
    { title: 'A saved question', description: 'Its Cypher, as it is run.', mimeType: 'text/plain' },
    async (uri, { id }, context) => {
      await opened(accessOf(context), uri.href);
      const { question, cypher } = findQuery(String(id));
      return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: `// ${question}\n${cypher}\n` }] };
    },
  );
}

async function opened(access: ReturnType<AccessOf>, uri: string): Promise<void> {
  access.authorize('read');
  await access.record({ question: `resource ${uri}`, outcome: 'ok' });
}
