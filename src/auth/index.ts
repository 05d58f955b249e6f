export { type Authenticator, localAuthenticator, Unauthenticated } from './authenticate.ts';
export type { Caller, Scope } from './caller.ts';
export { LOCAL_CALLER } from './caller.ts';
export { authorize, may } from './policy.ts';
export type { Action, Role } from './roles.ts';
export { ACTIONS, ROLE_ACTIONS, ROLES, WITHIN_SCOPE } from './roles.ts';
