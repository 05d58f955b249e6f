import { McpServer, type ServerContext } from '@modelcontextprotocol/server';
import type { McpAccess, McpParts } from './parts.ts';
import { registerPrompts } from './prompts.ts';
import { registerResources } from './resources.ts';
import { tools } from './tools/index.ts';

const INSTRUCTIONS = `Keyline knows which AI agents exist, which credentials each consumes, what those reach, and which person answers for them.
Start with a tool named like the question; else find_questions, then run_question; run_cypher is for the rest (schema: resource keyline://schema).
Keys of nodes go from one answer into the next call. Every answer carries evidence and coverage: quote the evidence, and tell the user when coverage is incomplete before saying that something is not there. An unknown owner is unknown. Nothing here changes anything.`;

/** Finds out on whose behalf a request is answered. */
export type AccessOf = (context: ServerContext) => McpAccess;

/** What tests register besides. */
export type Registration = (server: McpServer) => void;

/**
 * A server for one connection or request: the tools, resources and prompts that `access` allows. `accessOf`: who asks in one
 * request; on a connection that several requests share it may be somebody else than who opened it.
 */
export function mcpServer(parts: McpParts, access: McpAccess, accessOf: AccessOf = () => access): McpServer {
  const server = new McpServer(
    { name: 'keyline', title: 'Keyline', version: '0.1.0' },
    { instructions: INSTRUCTIONS, capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} } },
  );
  for (const tool of tools()) if (access.may(tool.action)) tool.register(server, parts, accessOf);
  registerResources(server, parts, accessOf);
  registerPrompts(server, parts, access);
  return server;
}
