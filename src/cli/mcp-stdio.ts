import { AuditTrail } from '../audit/index.ts';
import { LOCAL_CALLER } from '../auth/index.ts';
import { readConfig } from '../lib/config.ts';
import { serveMcpStdio } from '../mcp/index.ts';
import { ReachReader } from '../queries/reach/index.ts';
import { ReachService } from '../reach/index.ts';
import type { CommandSession } from './context.ts';
import { mcpAccess } from './mcp-access.ts';

/** Answers an assistant as the local user until it closes its end. Every answer is in the audit trail before it is given. */
export async function mcpOnStdio(session: CommandSession): Promise<void> {
  const { graph, clock, log, home, signal } = session;
  const trail = readConfig().audit.enabled ? AuditTrail.open({ home, clock, stream: 'mcp' }) : undefined;
  const reach = new ReachService(graph, session.server, log);
  const parts = { graph, clock, log, reach: new ReachReader(graph, clock, reach) };
  const access = mcpAccess(parts, LOCAL_CALLER, (told) => {
    trail?.append({ who: LOCAL_CALLER.id, role: LOCAL_CALLER.role, what: 'answer', surface: 'mcp', ...told });
    return Promise.resolve();
  });
  try {
    await serveMcpStdio(parts, access, signal);
  } finally {
    await reach.close();
    trail?.close();
  }
}
