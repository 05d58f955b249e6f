import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../../auth/index.ts';
import type { Logger } from '../../lib/log.ts';
import type { Metrics } from './metrics.ts';
import type { Route, Router } from './router.ts';
import type { Security } from './security.ts';
import type { Tracer } from './traces.ts';

export interface AnswerParts {
  readonly router: Router;
  readonly security: Security;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly log: Logger;
}

/** One request on its way through. */
export interface Passage {
  readonly parts: AnswerParts;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: string;
  readonly startedAt: number;
  route: Route | undefined;
  caller: Caller | undefined;
  isRecorded: boolean;
}
