import { FixedClock } from '../../src/lib/clock.ts';
import type { ReportSession } from '../../src/report/index.ts';

export interface FakeSession extends ReportSession {
  readonly clock: FixedClock;
  /** Agents that nobody answers for, as the graph would tell now. */
  orphans: string[];
  /** How often the question was asked. */
  asked: number;
}

/** A session over a graph that answers the orphan question from a list, and nothing else. */
export function fakeSession(home: string, signal = new AbortController().signal): FakeSession {
  const session: FakeSession = {
    clock: new FixedClock('2026-11-20T06:00:00Z'),
    home,
    signal,
    orphans: ['a:plover'],
    asked: 0,
    graph: { read: (text: string) => Promise.resolve(rowsFor(session, text)) } as unknown as ReportSession['graph'],
  };
  return session;
}

function rowsFor(session: FakeSession, text: string): Record<string, unknown>[] {
  if (!text.includes("'owner unknown'")) return [];
  session.asked += 1;
  return session.orphans.map((agent) => ({
    agent,
    agentName: agent.slice(2),
    kind: 'mcp-server',
    why: 'owner unknown',
    reaches: 1,
  }));
}
