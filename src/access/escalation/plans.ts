import type { Definition } from './definitions.ts';

/** What an action of IAM acts on. `assume`: not an action on the target's own settings, but becoming it. */
export type ActsOn = 'user' | 'role' | 'group' | 'policy' | 'assume';

export interface IamAction {
  readonly name: string;
  readonly on: ActsOn;
}

/** A definition as it is evaluated. */
export type Plan = { readonly id: string; readonly name: string } & (
  | {
      /** Pass a role to something new of a service: whoever can do all of it becomes the role. */
      readonly how: 'pass';
      readonly service: string;
      /** Beside `iam:PassRole`. */
      readonly actions: readonly string[];
      /** It takes something that no source lists. */
      readonly unseen: boolean;
    }
  | {
      /** Change what runs as a role already. */
      readonly how: 'workload';
      readonly actions: readonly string[];
      readonly unseen: boolean;
    }
  /** Widen one's own permissions. */
  | { readonly how: 'self'; readonly action: IamAction }
  /** Join a group. */
  | { readonly how: 'join'; readonly action: string }
  | {
      /** Take over a user or role, or widen the permissions of one that can be taken over. */
      readonly how: 'principal';
      readonly on: 'user' | 'role';
      readonly actions: readonly IamAction[];
      /** Its permissions are widened as well: it gains what the account has. */
      readonly widens: boolean;
      readonly keys: 'few' | 'full' | undefined;
      readonly password: boolean | undefined;
    }
);

/** A definition that only assumes a role is told by CAN_ASSUME, and has no plan. */
export function planOf(definition: Definition): Plan | undefined {
  const { id, name, category, actions, prerequisites } = definition;
  const head = { id, name };
  if (actions.length === 1 && actions[0] === ASSUME) return undefined;
  if (category === 'self-escalation') return selfPlan(head, actions);
  if (category === 'principal-access') return principalPlan(head, actions, prerequisites);
  const others = actions.filter((one) => one !== PASS);
  if (others.length === actions.length) {
    return { ...head, how: 'workload', actions, unseen: prerequisites.some((one) => TRIGGERED.test(one)) };
  }
  const unseen = prerequisites.some((one) => UNSEEN.test(one) && !ROLE.test(one));
  return { ...head, how: 'pass', service: serviceOf(prerequisites, others), actions: others, unseen };
}

export const PASS = 'iam:PassRole';
export const ASSUME = 'sts:AssumeRole';

/** Things that must be there before, other than the role: no source lists them. */
const UNSEEN = /must (?:already )?exist|^an existing|must be (?:present|available)/i;
const ROLE = /^(?:a|the|a privileged iam) role\b/i;
/** What was changed has to be started by something that no source lists. */
const TRIGGERED = /must be (?:invokable|used by)/i;

function serviceOf(prerequisites: readonly string[], actions: readonly string[]): string {
  const named = prerequisites.flatMap((one) => /[a-z0-9.-]+\.amazonaws\.com/.exec(one) ?? []);
  return named[0] ?? `${(actions[0] ?? '').split(':')[0]}.amazonaws.com`;
}

function selfPlan(head: { id: string; name: string }, actions: readonly string[]): Plan | undefined {
  const [name] = actions;
  if (name === undefined) return undefined;
  if (name === 'iam:AddUserToGroup') return { ...head, how: 'join', action: name };
  return { ...head, how: 'self', action: iamAction(name) };
}

function principalPlan(
  head: { id: string; name: string },
  names: readonly string[],
  prerequisites: readonly string[],
): Plan {
  const actions = names.map(iamAction);
  const says = (pattern: RegExp): boolean => prerequisites.some((one) => pattern.test(one));
  return {
    ...head,
    how: 'principal',
    on: actions.some(({ on }) => on === 'user') ? 'user' : 'role',
    actions,
    widens: names.some((one) => WIDENS.test(one)),
    keys: says(/fewer than 2 access keys/) ? 'few' : says(/has 2 access keys/) ? 'full' : undefined,
    password: says(/must NOT currently have a login profile/)
      ? false
      : says(/already have a login profile/)
        ? true
        : undefined,
  };
}

const WIDENS = /^iam:(?:Attach|Put)(?:User|Role|Group)Policy$|^iam:CreatePolicyVersion$/;

function iamAction(name: string): IamAction {
  if (name === ASSUME) return { name, on: 'assume' };
  if (name === 'iam:CreatePolicyVersion') return { name, on: 'policy' };
  if (/Group/.test(name)) return { name, on: 'group' };
  return { name, on: /Role/.test(name) ? 'role' : 'user' };
}
