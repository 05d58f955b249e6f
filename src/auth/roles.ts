/**
 * Roles, the weakest first. `sender` and `monitor` are for machines that only hand data in (scans, records), or read the service’s
 * own figures: they see nothing of the graph. From `viewer` on each holds what the one before it holds; `admin` holds everything.
 */
export const ROLES = ['sender', 'monitor', 'viewer', 'analyst', 'responder', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a rule can ask for. */
export const ACTIONS = {
  read: 'Ask about what is in scope.',
  personal: 'See personal data: e-mail, logins, employee ids, titles.',
  cypher: 'Ask in Cypher of one’s own.',
  decide: 'Acknowledge, assign, accept, confirm or contest.',
  respond: 'Propose and approve remedies.',
  send: 'Hand in scans and records.',
  metrics: 'Read the service’s own figures.',
  administer: 'Everything else; what has no rule of its own asks for this.',
} as const;
export type Action = keyof typeof ACTIONS;

const VIEWER: readonly Action[] = ['read'];
const ANALYST: readonly Action[] = [...VIEWER, 'personal', 'cypher'];
const RESPONDER: readonly Action[] = [...ANALYST, 'decide', 'respond'];

/** What each role may do. */
export const ROLE_ACTIONS: Readonly<Record<Role, ReadonlySet<Action>>> = {
  sender: new Set<Action>(['send']),
  monitor: new Set<Action>(['metrics']),
  viewer: new Set(VIEWER),
  analyst: new Set(ANALYST),
  responder: new Set(RESPONDER),
  admin: new Set(Object.keys(ACTIONS) as Action[]),
};

/** What somebody whose sight ends at a team or an environment may do at most: what the service can cut to a scope. */
export const WITHIN_SCOPE: ReadonlySet<Action> = new Set<Action>(['read', 'personal', 'send']);
