import { step } from '../../collect/index.ts';
import type { Emit } from '../../schema/index.ts';
import type { GithubClient } from './client.ts';
import type { Endpoint, GithubRaw } from './endpoints.ts';
import { type Context, fetchEndpoint } from './fetch.ts';

/** Declares a step of this collector. */
export const one = <const X extends Emit>(spec: Parameters<typeof step<GithubClient, GithubRaw, X>>[0]) => step(spec);

/** Id, mode and fetch of a step that is one endpoint's list. */
export const listOf = (endpoint: Endpoint) => ({
  id: endpoint.step,
  mode: 'snapshot' as const,
  fetch: (context: Context) => fetchEndpoint(context, endpoint),
});
