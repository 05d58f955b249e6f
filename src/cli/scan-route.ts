import { readBody } from '../api/http/body.ts';
import { type Route, sendJson } from '../api/http/router.ts';
import { runDerive } from '../pipeline/derive.ts';
import { receiveScan } from '../pipeline/receive-scan.ts';
import type { CommandContext, CommandSession } from './context.ts';

const MAX_SCAN_BYTES = 16 * 1024 * 1024;

/** `POST /scan`: a scan of a developer machine. Answers 202 with what was taken; derivation follows on its own. */
export function scanRoute(
  session: CommandSession,
  context: Pick<CommandContext, 'collectors' | 'deriveJobs' | 'findingRules'>,
): Route {
  return {
    method: 'POST',
    path: '/scan',
    access: 'send',
    handle: async (request, response) => {
      if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
        sendJson(response, 415, { error: 'A scan is sent as application/json' });
        return;
      }
      const received = await receiveScan(session, context.collectors, await readBody(request, MAX_SCAN_BYTES));
      sendJson(response, 202, received);
      await runDerive(session, context.deriveJobs(session.events), context.findingRules);
    },
  };
}
