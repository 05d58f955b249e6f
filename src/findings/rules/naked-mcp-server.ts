import { type FindingRule, text } from '../rule.ts';

/** An MCP server that takes callers without OAuth 2.1, where that matters: anywhere but in a sandbox. */
export const nakedMcpServer: FindingRule = {
  id: 'naked-mcp-server',
  query: 'naked-mcp-servers',
  askedBy: 'teams',
  situation: 'S5',
  subjects: { tool: 'Tool' },
  applies: (row) => row['environment'] !== 'sandbox' && row['environment'] !== 'development',
  severity: (row) => (row['environment'] === 'production' || Number(row['reaches']) > 0 ? 'critical' : 'high'),
  routeTo: 'routeTo',
  route: (row) => text(row, 'route') || undefined,
  sentence: (row) => `Naked MCP server: ${text(row, 'name')} (${text(row, 'url')}) accepts callers without OAuth 2.1.`,
  remedy: () => 'Put it behind an OAuth 2.1 authorizer, or a gateway that has one.',
};
