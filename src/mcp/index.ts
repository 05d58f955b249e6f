export { MCP_PATH, type McpHttp, mcpHttp } from './http/handler.ts';
export { isForResource, METADATA_PATH, protectedResource } from './http/metadata.ts';
export type { McpAccess, McpParts, Sight, Told } from './parts.ts';
export { mcpServer, type Registration } from './server.ts';
export { serveMcpStdio } from './stdio.ts';
