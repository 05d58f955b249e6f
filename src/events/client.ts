/** User agents that tell of an AI agent or assistant: the client, and how it is recognised. Vendors' own product tokens. */
const CLIENTS: readonly { readonly client: string; readonly pattern: RegExp }[] = [
  { client: 'cursor', pattern: /\bcursor\b/i },
  { client: 'claude-code', pattern: /\bclaude[-_ ]?code\b/i },
  { client: 'claude', pattern: /\bclaude\b|\banthropic\b/i },
  { client: 'copilot', pattern: /\bcopilot\b/i },
  { client: 'codex', pattern: /\bcodex\b/i },
  { client: 'gemini-cli', pattern: /\bgemini[-_ ]?cli\b/i },
  { client: 'windsurf', pattern: /\bwindsurf\b/i },
  { client: 'mcp', pattern: /\bmcp[-_/ ]|modelcontextprotocol|fastmcp/i },
  { client: 'langchain', pattern: /\blang(?:chain|graph)\b/i },
  { client: 'crewai', pattern: /\bcrewai\b/i },
  { client: 'autogen', pattern: /\bautogen\b/i },
  { client: 'strands', pattern: /\bstrands[-_ ]?agents?\b/i },
  { client: 'openai-agents', pattern: /\bopenai[-_ ]?agents?\b/i },
];

/** The AI client a user agent tells of, or `undefined`. */
export function aiClientOf(userAgent: string | undefined): string | undefined {
  return userAgent === undefined ? undefined : CLIENTS.find(({ pattern }) => pattern.test(userAgent))?.client;
}

/** The network an address belongs to, as far as the address tells: its /24 or /48, or the provider's service. */
export function networkOf(ip: string | undefined): string | undefined {
  if (ip === undefined || ip === '') return undefined;
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(ip);
  if (v4 !== null) return `${v4[1]}.${v4[2]}.${v4[3]}.0/24`;
  if (ip.includes(':')) return `${ip.split(':').slice(0, 3).join(':')}::/48`;
  return ip.toLowerCase();
}
