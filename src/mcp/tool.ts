import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import { auditParameters } from '../audit/index.ts';
import type { Action } from '../auth/index.ts';
import { codeOf, failureOf } from './failure.ts';
import type { McpAccess, McpParts } from './parts.ts';
import { untilCancelled, withProgress } from './patience.ts';

/** One call of a tool. */
export interface Call extends McpParts {
  readonly access: McpAccess;
  /** Aborted when the client cancels. */
  readonly signal: AbortSignal;
}

/** An answer: what the schema says, a sentence about it for people, and how many rows it has. */
export interface Told<O> {
  readonly data: O;
  readonly says: string;
  readonly rows?: number;
}

/** A tool: one question with the shapes of what it takes and gives. All of them only read. */
export interface ToolSpec<I extends z.ZodObject, O extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** For a model: when to use it, what it gives. */
  readonly description: string;
  readonly input: I;
  readonly output: O;
  /** What a caller must be allowed. */
  readonly action: Action;
  readonly run: (args: z.output<I>, call: Call) => Promise<Told<z.input<O>>>;
}

/** A tool whose shapes are settled. */
export interface Tool {
  readonly name: string;
  readonly action: Action;
  /** Makes it part of a server. */
  readonly register: (server: McpServer, parts: McpParts, accessOf: (context: ServerContext) => McpAccess) => void;
}

const ANNOTATIONS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

export function tool<I extends z.ZodObject, O extends z.ZodObject>(spec: ToolSpec<I, O>): Tool {
  const { name, action, title, description } = spec;
  const inputSchema: z.ZodObject = spec.input;
  const outputSchema: z.ZodObject = spec.output;
  return {
    name,
    action,
    register: (server, parts, accessOf) => {
      server.registerTool(
        name,
        { title, description, inputSchema, outputSchema, annotations: ANNOTATIONS },
        (args, context) => answer(spec, args as z.output<I>, parts, accessOf(context), context),
      );
    },
  };
}

async function answer<I extends z.ZodObject, O extends z.ZodObject>(
  spec: ToolSpec<I, O>,
  given: z.output<I>,
  parts: McpParts,
  access: McpAccess,
  context: ServerContext,
): Promise<CallToolResult> {
  const { signal } = context.mcpReq;
  const line = { question: `tool ${spec.name}`, parameters: auditParameters(given) };
  let result: CallToolResult;
  let told: { readonly rows?: number; readonly outcome: string };
  try {
    access.authorize(spec.action);
    const call: Call = { ...parts, ...access.horizon, access, signal };
    const work = spec.run(access.reveal(given) as z.output<I>, call);
    const found = await untilCancelled(withProgress(work, context), signal);
    told = { outcome: 'ok', ...(found.rows === undefined ? {} : { rows: found.rows }) };
    result = resultOf(found, access);
  } catch (thrown) {
    told = { outcome: signal.aborted ? 'cancelled' : codeOf(thrown) };
    result = failureOf(thrown, parts.log);
  }
  await access.record({ ...line, ...told });
  return access.mask(result) as CallToolResult;
}

/** The data as the schema says it, and as text for clients that know no schemas. */
function resultOf({ data, says }: Told<unknown>, access: McpAccess): CallToolResult {
  const structuredContent = access.mask(withoutUndefined(data)) as Record<string, unknown>;
  return {
    structuredContent,
    content: [
      { type: 'text', text: says },
      { type: 'text', text: JSON.stringify(structuredContent) },
    ],
  };
}

function withoutUndefined(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}
