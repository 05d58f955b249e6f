import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CALLER } from '../../src/auth/index.ts';
import { mcpAccess } from '../../src/cli/mcp-access.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/log.ts';
import { mcpServer } from '../../src/mcp/index.ts';
import { ReachReader } from '../../src/queries/reach/index.ts';
import { emptyGraph } from '../attack/support.ts';

/** One file a tool; `UPDATE_SNAPSHOTS=1` writes them. Clients and their users rely on names and shapes: a change is to be seen. */
const FOLDER = fileURLToPath(new URL('snapshots/', import.meta.url));

const shapes = new Map<string, unknown>();

beforeAll(async () => {
  const graph = emptyGraph();
  const parts = {
    graph,
    clock: systemClock,
    log: createLogger({ level: 'silent' }),
    reach: new ReachReader(graph, systemClock),
  };
  const server = mcpServer(
    parts,
    mcpAccess(parts, LOCAL_CALLER, () => Promise.resolve()),
  );
  const client = new Client({ name: 'snapshots', version: '1.0.0' });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(ours);
  await client.connect(theirs);
  for (const tool of (await client.listTools()).tools) shapes.set(`tool.${tool.name}`, tool);
  for (const prompt of (await client.listPrompts()).prompts) shapes.set(`prompt.${prompt.name}`, prompt);
  const { resourceTemplates } = await client.listResourceTemplates();
  shapes.set('resources', { fixed: ['schema', 'questions', 'coverage'], templates: resourceTemplates });
  shapes.set('instructions', client.getInstructions() ?? '');
  await client.close();
  if (process.env['UPDATE_SNAPSHOTS'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    for (const [name, shape] of shapes) writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify(shape, null, 2)}\n`);
  }
});

describe('what clients see', () => {
  it('has a snapshot for each tool and prompt, and none for what is gone', () => {
    const files = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''));
    expect(files.sort()).toEqual([...shapes.keys()].sort());
  });

  it('is as the snapshots have it', () => {
    for (const [name, shape] of shapes) {
      expect({ [name]: shape }).toEqual({ [name]: JSON.parse(readFileSync(`${FOLDER}${name}.json`, 'utf8')) });
    }
  });

  it('is only to read, and every answer with rows has its coverage', () => {
    const tools = [...shapes].filter(([name]) => name.startsWith('tool.')).map(([, tool]) => tool as Tool);
    expect(tools.length).toBeGreaterThan(15);
    expect(
      tools.filter(({ annotations }) => annotations.readOnlyHint !== true || annotations.destructiveHint !== false),
    ).toEqual([]);
    const without = tools
      .filter(({ outputSchema }) => outputSchema.properties['coverage'] === undefined)
      .map(({ name }) => name);
    expect(without).toEqual(['find_questions', 'describe_question']);
    expect(tools.filter(({ description }) => description.length < 40).map(({ name }) => name)).toEqual([]);
  });
});

interface Tool {
  readonly name: string;
  readonly description: string;
  readonly annotations: { readonly readOnlyHint?: boolean; readonly destructiveHint?: boolean };
  readonly outputSchema: { readonly properties: Readonly<Record<string, unknown>> };
}
