import type { Problem } from '../../problem.ts';
import type { AwsPrincipal, AwsSession } from '../../types.ts';

/** Principals by id, with the sessions of roles among them. */
export interface Actors {
  readonly principals: ReadonlyMap<string, AwsPrincipal>;
  readonly problems: readonly Problem[];
}

/** A session has all that its role has, and its own limits. A session of a role that is not there is reported. */
export function withSessions(identities: ReadonlyMap<string, AwsPrincipal>, sessions: Iterable<AwsSession>): Actors {
  const principals = new Map(identities);
  const problems: Problem[] = [];
  for (const session of sessions) {
    const role = identities.get(session.roleId);
    if (role?.kind === 'role') principals.set(session.id, { ...role, id: session.id, kind: 'session', session });
    else
      problems.push({
        code: 'session-unreadable',
        message: `There is no role ${session.roleId}`,
        resourceId: session.id,
      });
  }
  return { principals, problems };
}
