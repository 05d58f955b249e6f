import { auditText } from '../../audit/index.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Passage } from './passage.ts';
import { pathOf, type Told } from './router.ts';

/** The line of the audit trail. Errors: those of the trail: what cannot be recorded is not answered. */
export async function record(passage: Passage, told: Told): Promise<void> {
  const { parts, caller, address, startedAt } = passage;
  const { trail } = parts.security;
  passage.isRecorded = true;
  if (trail === undefined) return;
  const entry = {
    who: caller?.id ?? 'nobody',
    ...(caller === undefined ? {} : { role: caller.role }),
    from: address,
    ...told,
    ms: Math.round((performance.now() - startedAt) * 10) / 10,
  };
  try {
    if (told.what === 'change') await trail.appendDurably(entry);
    else trail.append(entry);
  } catch (thrown) {
    parts.metrics.unrecorded();
    parts.log.error({ err: messageOf(thrown) }, 'the audit trail cannot be written');
    throw thrown;
  }
}

/** The line of a request whose handler said nothing: what was asked, and whether it was answered. */
export async function recordRest(passage: Passage): Promise<void> {
  const { request, response, route, caller, isRecorded } = passage;
  const isShown = caller !== undefined || request.headers.authorization !== undefined;
  if (isRecorded || route === undefined || route.isSilent === true || route.access === 'public' || !isShown) return;
  const status = response.statusCode;
  // Too many are counted, not written down: the trail must not grow as fast as somebody can ask.
  if (status === 429) return;
  const isRefused = status === 401 || status === 403;
  const isQuestion = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  await record(passage, {
    what: isRefused ? 'refused' : isQuestion ? 'answer' : 'change',
    surface: 'http',
    question: auditText(`${request.method ?? ''} ${pathOf(request)}`, 300),
    outcome: status < 400 ? 'ok' : String(status),
  }).catch(() => undefined);
}
