import {
  completable,
  fromJsonSchema,
  type McpServer,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { elicitationTools } from './elicitation.ts';

/** 1 × 1 pixel, red. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
/** A header without samples. */
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });

/** What the conformance suite calls by name: its own tools, resources and prompts, beside ours on the same server. */
export function conformanceFixtures(server: McpServer): void {
  contentTools(server);
  talkingTools(server);
  elicitationTools(server);
  resources(server);
  prompts(server);
}

function contentTools(server: McpServer): void {
  const image = { type: 'image' as const, data: PNG, mimeType: 'image/png' };
  const resource = (uri: string, mimeType: string, said: string) => ({
    type: 'resource' as const,
    resource: { uri, mimeType, text: said },
  });
  const plain = (name: string, description: string, content: Parameters<typeof answer>[0]): void => {
    server.registerTool(name, { description }, () => answer(content));
  };
  plain('test_simple_text', 'Text', text('This is a simple text response for testing.').content);
  plain('test_image_content', 'An image', [image]);
  plain('test_audio_content', 'A sound', [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }]);
  plain('test_embedded_resource', 'A resource', [
    resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'),
  ]);
  plain('test_multiple_content_types', 'All of them', [
    { type: 'text', text: 'Multiple content types test:' },
    image,
    resource('test://mixed-content-resource', 'application/json', JSON.stringify({ test: 'data', value: 123 })),
  ]);
  server.registerTool('test_error_handling', { description: 'Fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  server.registerTool(
    'json_schema_2020_12_tool',
    { description: 'Tool with JSON Schema 2020-12 features', inputSchema: fromJsonSchema(SCHEMA_2020_12) },
    () => text('ok'),
  );
}

type Content = Extract<Awaited<ReturnType<Parameters<McpServer['registerTool']>[2]>>, { content: unknown }>['content'];

function answer(content: Content) {
  return { content };
}

const SCHEMA_2020_12 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object' as const,
  $defs: {
    address: {
      type: 'object' as const,
      properties: { street: { type: 'string' as const }, city: { type: 'string' as const } },
    },
  },
  properties: { name: { type: 'string' as const }, address: { $ref: '#/$defs/address' } },
  additionalProperties: false,
};

function talkingTools(server: McpServer): void {
  server.server.registerCapabilities({ logging: {} });
  server.registerTool('test_tool_with_logging', { description: 'Logs' }, async ({ mcpReq }: ServerContext) => {
    for (const said of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await mcpReq.log('info', said);
      await pause(50);
    }
    return text('Logged three times.');
  });
  server.registerTool(
    'test_tool_with_progress',
    { description: 'Tells progress' },
    async ({ mcpReq }: ServerContext) => {
      const progressToken = mcpReq._meta?.progressToken;
      for (const progress of [0, 50, 100]) {
        if (progressToken !== undefined) {
          await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
        }
        await pause(50);
      }
      return text('Told progress.');
    },
  );
  server.registerTool('test_reconnection', { description: 'Cuts its stream' }, async ({ http }: ServerContext) => {
    http?.closeSSE?.();
    await pause(100);
    return text('Reconnection test completed successfully');
  });
}

function resources(server: McpServer): void {
  const description = 'A fixture';
  server.registerResource('static-text', 'test://static-text', { description, mimeType: 'text/plain' }, (uri) => ({
    contents: [{ uri: uri.href, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }],
  }));
  server.registerResource('static-binary', 'test://static-binary', { description, mimeType: 'image/png' }, (uri) => ({
    contents: [{ uri: uri.href, mimeType: 'image/png', blob: PNG }],
  }));
  server.registerResource('watched', 'test://watched-resource', { description, mimeType: 'text/plain' }, (uri) => ({
    contents: [{ uri: uri.href, mimeType: 'text/plain', text: 'Watched.' }],
  }));
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description, mimeType: 'application/json' },
    (uri, { id }) => {
      const said = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` });
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text: said }] };
    },
  );
  server.server.registerCapabilities({ resources: { subscribe: true } });
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
}

function prompts(server: McpServer): void {
  const said = (content: { type: 'text'; text: string } | { type: 'image'; data: string; mimeType: string }) => ({
    role: 'user' as const,
    content,
  });
  const line = (one: string) => said({ type: 'text', text: one });
  server.registerPrompt('test_simple_prompt', { description: 'Simple' }, () => ({
    messages: [line('This is a simple prompt for testing.')],
  }));
  const arg = (doc: string) =>
    completable(z.string().describe(doc), (begun) => ['paris', 'park', 'party'].filter((one) => one.startsWith(begun)));
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'With arguments', argsSchema: z.object({ arg1: arg('First'), arg2: arg('Second') }) },
    ({ arg1, arg2 }) => ({ messages: [line(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'With a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => ({
      messages: [
        {
          role: 'user' as const,
          content: {
            type: 'resource' as const,
            resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
          },
        },
        line('Please process the embedded resource above.'),
      ],
    }),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'With an image' }, () => ({
    messages: [said({ type: 'image', data: PNG, mimeType: 'image/png' }), line('Please analyze the image above.')],
  }));
}
