import { type NodeRecord, node } from '../../../../schema/index.ts';

/** An MCP server that others run, by its canonical URL. What its callers call it differs: its name is its host. */
export function remoteServer(url: string): NodeRecord<'Tool'> {
  return node('Tool', url, { name: new URL(url).host, kind: 'mcp-server', transport: 'http', url });
}
