import { KeylineError } from '../lib/errors.ts';
import type { Caller } from './caller.ts';
import { type Action, ROLE_ACTIONS, WITHIN_SCOPE } from './roles.ts';

/** Whether the caller's role holds the action, and their scope does not forbid it. */
export function may(caller: Caller, action: Action): boolean {
  return ROLE_ACTIONS[caller.role].has(action) && (caller.scope === undefined || WITHIN_SCOPE.has(action));
}

/** The one place where it is decided what a caller may do. Errors: `forbidden`; `outside-scope`. */
export function authorize(caller: Caller, action: Action): void {
  if (!ROLE_ACTIONS[caller.role].has(action))
    throw new KeylineError('forbidden', `The role ${caller.role} does not allow this (${action})`);
  if (caller.scope !== undefined && !WITHIN_SCOPE.has(action))
    throw new KeylineError('outside-scope', 'This cannot be cut to your teams and environments', {
      hint: 'It needs a role without a scope.',
    });
}
