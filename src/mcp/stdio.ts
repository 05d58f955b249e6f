import { serveStdio as serve } from '@modelcontextprotocol/server/stdio';
import type { McpAccess, McpParts } from './parts.ts';
import { mcpServer } from './server.ts';

/** Answers on standard input and output until the client closes them or the signal is aborted. */
export async function serveMcpStdio(parts: McpParts, access: McpAccess, signal: AbortSignal): Promise<void> {
  const { log } = parts;
  const handle = serve(() => mcpServer(parts, access), {
    onerror: (error) => log.warn({ err: error.message }, 'an MCP message could not be handled'),
  });
  await new Promise<void>((resolve) => {
    process.stdin.once('end', () => resolve());
    process.stdin.once('close', () => resolve());
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await handle.close();
}
