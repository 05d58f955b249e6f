import { hostname } from 'node:os';
import { KeylineError } from '../../lib/errors.ts';
import type { Graph } from '../store.ts';

/** Where the lease stands: a Step of no source, so that no answer counts it. */
const LEASE = 'keyline:graph/writer';
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;
const POLL_MS = 250;

/** A hold on writing to the graph. */
export interface Lease {
  readonly release: () => Promise<void>;
}

/**
 * One process writes to a graph at a time, wherever it runs: merging what several sources state reads before it writes. Waits
 * until the holder lets go, its lease runs out (30 s without renewal), or it is found dead on this machine. Errors: the
 * signal's reason.
 */
export async function acquireLease(
  graph: Graph,
  signal: AbortSignal,
  onWait: (holder: string) => void = () => undefined,
): Promise<Lease> {
  const me = `${hostname()}:${process.pid}:${Math.round(performance.timeOrigin)}`;
  for (let told = ''; ; ) {
    signal.throwIfAborted();
    const holder = await take(graph, me);
    if (holder === me) break;
    if (isDeadHere(holder)) await drop(graph, holder);
    else {
      if (told !== holder) onWait(holder);
      told = holder;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  const renewal = setInterval(() => void take(graph, me).catch(() => undefined), RENEW_MS);
  renewal.unref();
  return {
    release: async () => {
      clearInterval(renewal);
      await drop(graph, me);
    },
  };
}

/** Takes or renews the lease when it is free, ours or run out. Returns who holds it now. */
async function take(graph: Graph, me: string): Promise<string> {
  const now = Date.now();
  const [row] = await graph.write((run) =>
    run(
      `MERGE (s:Step {id: $id})
       ON CREATE SET s.holder = $me, s.heldUntil = $until
       WITH s, coalesce(s.holder, $me) = $me OR coalesce(s.heldUntil, 0.0) < $now AS free
       SET s.holder = CASE WHEN free THEN $me ELSE s.holder END, s.heldUntil = CASE WHEN free THEN $until ELSE s.heldUntil END
       RETURN s.holder AS holder`,
      { id: LEASE, me, now, until: now + LEASE_MS },
    ),
  );
  const holder = row?.['holder'];
  if (typeof holder !== 'string') throw new KeylineError('lease', 'The graph does not say who writes to it');
  return holder;
}

async function drop(graph: Graph, holder: string): Promise<void> {
  await graph.write((run) =>
    run('MATCH (s:Step {id: $id}) WHERE s.holder = $holder SET s.holder = null, s.heldUntil = null', {
      id: LEASE,
      holder,
    }),
  );
}

/** A holder of this machine whose process is gone. */
function isDeadHere(holder: string): boolean {
  const [host, pid] = holder.split(':');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (thrown) {
    return (thrown as { code?: unknown }).code === 'ESRCH';
  }
}
