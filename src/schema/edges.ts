import type { Label } from './labels.ts';
import { defineEdges } from './spec.ts';

const usage = {
  count: { type: 'int', doc: 'Times seen.', optional: true, history: false },
  first: { type: 'instant', doc: 'First time seen.', optional: true, history: false },
  last: { type: 'instant', doc: 'Last time seen.', optional: true, history: false },
} as const;

const acted = {
  ...usage,
  actions: { type: 'strings', doc: 'Actions seen.', optional: true, history: false },
  credentials: { type: 'strings', doc: 'Keys of the credentials it acted with.', optional: true, history: false },
  people: {
    type: 'strings',
    doc: 'Keys of the people whom the events themselves name.',
    optional: true,
    personal: true,
    history: false,
  },
  basis: { type: 'string', doc: 'Why it is put to this agent.', history: false },
} as const;

const levels = {
  certain: {
    type: 'strings',
    doc: 'Access levels granted without condition: Read, List, Write, Tagging, Permissions. Each level stands in one of the three lists, the surest.',
    optional: true,
  },
  possible: {
    type: 'strings',
    doc: 'Access levels beyond the certain ones, granted at best under conditions.',
    optional: true,
  },
  unknown: {
    type: 'strings',
    doc: 'Access levels beyond both that could not be decided, because something could not be read.',
    optional: true,
  },
  conditionKeys: { type: 'strings', doc: 'Condition keys that decide the possible ones.', optional: true },
} as const;

const assume = {
  certainty: { type: 'string', doc: '`certain`, `conditional` or `unknown`.' },
  via: {
    type: 'string',
    doc: '`same-account-trust`, `account-root`, `cross-account`, `service`, `saml`, `oidc`, `federation`, `impersonation` …',
  },
  conditionKeys: { type: 'strings', doc: 'Condition keys that decide it.', optional: true },
} as const;

/** The one table of edges. */
export const edges = defineEdges<Label>()({
  HAS_ACCOUNT: {
    doc: 'The account belongs to the person. Derived; undone by splitting the person.',
    pairs: [['Human', 'Principal']],
    props: { basis: { type: 'string', doc: 'The verified key that joins them.' } },
  },
  REPORTS_TO: {
    doc: 'Manager; between accounts as the system says it, between people as derived.',
    pairs: [
      ['Human', 'Human'],
      ['Principal', 'Principal'],
    ],
    props: {},
  },
  SPONSORED_BY: {
    doc: 'Who answers for a contractor or guest.',
    pairs: [
      ['Human', 'Human'],
      ['Principal', 'Principal'],
    ],
    props: {},
  },
  MEMBER_OF: {
    doc: 'Belongs to a team or group.',
    pairs: [
      ['Human', 'Team'],
      ['Principal', 'Team'],
      ['Principal', 'Principal'],
    ],
    props: {
      role: { type: 'string', doc: 'Role in it: `member`, `manager`, `maintainer`.', optional: true },
    },
  },
  RUNS_AS: {
    doc: 'Acts as the principal.',
    pairs: [
      ['Agent', 'Principal'],
      ['Tool', 'Principal'],
      ['Resource', 'Principal'],
    ],
    props: {},
  },
  USES: {
    doc: 'Consumes the credential.',
    pairs: [
      ['Agent', 'Credential'],
      ['Tool', 'Credential'],
      ['Resource', 'Credential'],
    ],
    props: {
      basis: {
        type: 'string',
        doc: '`configured` (stands in its configuration), `seen` (used it) or `inherited` (lies in its environment).',
      },
      via: { type: 'string', doc: 'Where: file, variable, event.', optional: true },
      ...usage,
    },
  },
  HAS_TOOL: {
    doc: 'Can call the tool.',
    pairs: [
      ['Agent', 'Tool'],
      ['Tool', 'Tool'],
    ],
    props: {
      autoApprove: { type: 'boolean', doc: 'Without asking.', optional: true },
    },
  },
  RUNS_ON: {
    doc: 'Where it runs.',
    pairs: [
      ['Agent', 'Device'],
      ['Agent', 'Resource'],
      ['Tool', 'Resource'],
      ['Tool', 'Device'],
    ],
    props: {},
  },
  AUTHENTICATES_AS: {
    doc: 'Who holds the credential is this principal to the system.',
    pairs: [['Credential', 'Principal']],
    props: {
      delegated: { type: 'boolean', doc: 'On behalf of a person, within the credential’s scopes.', optional: true },
    },
  },
  STORED_IN: {
    doc: 'The credential is kept there; who can read the place can obtain it.',
    pairs: [
      ['Credential', 'Resource'],
      ['Credential', 'Device'],
    ],
    props: {
      as: { type: 'string', doc: 'Variable, profile or field name.', optional: true },
    },
  },
  GRANTED_ON: {
    doc: 'The credential was granted on the resource by the system that issued it (a token’s repositories, a grant’s application).',
    pairs: [['Credential', 'Resource']],
    props: { ...levels },
  },
  SAME_AS: {
    doc: 'Two records of one credential, joined by fingerprint.',
    pairs: [['Credential', 'Credential']],
    props: {
      basis: { type: 'string', doc: 'What joins them.' },
    },
  },
  CAN_ASSUME: {
    doc: 'May become the principal: role trust, impersonation, federation, delegation.',
    pairs: [
      ['Principal', 'Principal'],
      ['TrustGroup', 'Principal'],
    ],
    props: { ...assume },
  },
  IN_TRUST_GROUP: {
    doc: 'Member of those who may assume.',
    pairs: [['Principal', 'TrustGroup']],
    props: { ...assume },
  },
  COULD_BECOME: {
    doc: 'Could gain the other’s power by a change it may make; never part of direct reach. To an account’s root: could give itself anything in the account. From a profile: each who has it could.',
    pairs: [
      ['Principal', 'Principal'],
      ['AccessProfile', 'Principal'],
    ],
    props: {
      techniques: {
        type: 'strings',
        doc: 'The escalations that are as sure as this, by their ids at pathfinding.cloud (`iam-002`, `lambda-001`).',
      },
      methods: { type: 'strings', doc: 'The same by what is done (`iam:PassRole + lambda:CreateFunction …`).' },
      certainty: { type: 'string', doc: '`certain`, `conditional` or `unknown`.' },
      conditionKeys: { type: 'strings', doc: 'Condition keys that decide it.', optional: true },
    },
  },
  GOVERNED_BY: {
    doc: 'The policy applies.',
    pairs: [
      ['Principal', 'Policy'],
      ['Resource', 'Policy'],
      ['Credential', 'Policy'],
    ],
    props: {
      roles: {
        type: 'strings',
        doc: 'As what it applies: `identity`, `boundary`, `organisation`, `resource-organisation`, `resource`, `session`.',
      },
      names: { type: 'strings', doc: 'Names or ARNs of the attached policies with this content.' },
    },
  },
  HAS_ACCESS: {
    doc: 'The effective access of the principal, groups included.',
    pairs: [
      ['Principal', 'AccessProfile'],
      ['Credential', 'AccessProfile'],
    ],
    props: {},
  },
  CAN: {
    doc: 'Effective access, as lists of level names.',
    pairs: [
      ['AccessProfile', 'Resource'],
      ['AccessProfile', 'Scope'],
      ['Principal', 'Resource'],
    ],
    props: { ...levels, via: { type: 'string', doc: 'What grants it, where it is not the profile.', optional: true } },
  },
  CAN_EXCEPT: {
    doc: 'Levels of a scope grant that this one resource is exempt from.',
    pairs: [['AccessProfile', 'Resource']],
    props: {
      levels: { type: 'strings', doc: 'Levels not granted.' },
    },
  },
  CAN_OBTAIN: {
    doc: 'Can read the content of a place where the credential is kept, and so become what it authenticates as. Derived from CAN and STORED_IN; of AWS configurations from the actions that show them.',
    pairs: [
      ['AccessProfile', 'Credential'],
      ['Principal', 'Credential'],
    ],
    props: {
      via: { type: 'string', doc: 'Key of the place.' },
      certainty: { type: 'string', doc: '`certain`, `conditional` or `unknown`.' },
    },
  },
  CONTAINS: {
    doc: 'Real hierarchy: organisation, account, folder, vault, device.',
    pairs: [
      ['Resource', 'Resource'],
      ['Resource', 'Principal'],
      ['Device', 'Resource'],
    ],
    props: {},
  },
  OWNS: {
    doc: 'Answers for it.',
    pairs: [
      ['Human', 'Agent'],
      ['Human', 'Principal'],
      ['Human', 'Credential'],
      ['Team', 'Agent'],
      ['Team', 'Principal'],
      ['Team', 'Credential'],
    ],
    props: {
      confidence: { type: 'float', doc: '0 to 1.', history: false },
      verdict: { type: 'string', doc: '`asserted` or `likely`; unknown has no edge.' },
      basis: { type: 'strings', doc: 'Why, in words, strongest first.' },
      evidence: { type: 'strings', doc: 'Keys of the Evidence behind it.' },
      since: { type: 'instant', doc: 'The earliest dated evidence that names the owner.', optional: true },
    },
  },
  MAY_OWN: {
    doc: 'Named by evidence, and not surely enough, or less surely than the owner: the alternatives.',
    pairs: [
      ['Human', 'Agent'],
      ['Human', 'Principal'],
      ['Human', 'Credential'],
      ['Team', 'Agent'],
      ['Team', 'Principal'],
      ['Team', 'Credential'],
    ],
    props: {
      confidence: { type: 'float', doc: '0 to 1.', history: false },
      basis: { type: 'strings', doc: 'Why, in words, strongest first.' },
      evidence: { type: 'strings', doc: 'Keys of the Evidence behind it.' },
    },
  },
  FALLS_TO: {
    doc: 'Who must act when the person (or the team) cannot: of those who left, the duty lies there now. Derived by one rule for all.',
    pairs: [
      ['Human', 'Human'],
      ['Team', 'Human'],
    ],
    props: {
      route: {
        type: 'string',
        doc: '`sponsor`, `above-sponsor`, `manager`, `above-manager`, `team-manager` or `above-team-manager`.',
      },
      reason: { type: 'string', doc: 'The same in words, with names.' },
      steps: { type: 'int', doc: 'Steps up the chain to the first active person.' },
    },
  },
  DECIDES: {
    doc: 'What the decision is about.',
    pairs: [
      ['Decision', 'Agent'],
      ['Decision', 'Principal'],
      ['Decision', 'Credential'],
      ['Decision', 'Finding'],
    ],
    props: {},
  },
  DECIDED_BY: { doc: 'Who decided.', pairs: [['Decision', 'Human']], props: {} },
  DECIDED_FOR: {
    doc: 'Whom the decision names: the owner, or whom a finding is assigned to.',
    pairs: [['Decision', 'Human']],
    props: {},
  },
  ACTED_ON: {
    doc: 'What the agent did, as events tell: summed over credentials and sessions, with why it is put to this agent.',
    pairs: [['Agent', 'Resource']],
    props: { ...acted },
  },
  REFUSED: {
    doc: 'What the agent tried and was refused, as events tell.',
    pairs: [['Agent', 'Resource']],
    props: { ...acted },
  },
  NAMES: {
    doc: 'The evidence names this account or person.',
    pairs: [
      ['Evidence', 'Principal'],
      ['Evidence', 'Human'],
      ['Evidence', 'Team'],
    ],
    props: {},
  },
  ABOUT: {
    doc: 'What the evidence or finding is about.',
    pairs: [
      ['Evidence', 'Agent'],
      ['Evidence', 'Principal'],
      ['Evidence', 'Credential'],
      ['Evidence', 'Tool'],
      ['Evidence', 'Resource'],
      ['Evidence', 'Device'],
      ['Finding', 'Agent'],
      ['Finding', 'Credential'],
      ['Finding', 'Principal'],
      ['Finding', 'Resource'],
      ['Finding', 'Tool'],
      ['Finding', 'Human'],
      ['Signal', 'Human'],
    ],
    props: {},
  },
  ROUTED_TO: { doc: 'The person the finding goes to.', pairs: [['Finding', 'Human']], props: {} },
  USED_FROM: {
    doc: 'It was used from there.',
    pairs: [
      ['Credential', 'Origin'],
      ['Session', 'Origin'],
    ],
    props: { ...usage },
  },
  TOUCHED: {
    doc: 'Acted on it, as events tell.',
    pairs: [
      ['Credential', 'Resource'],
      ['Session', 'Resource'],
      ['Principal', 'Resource'],
    ],
    props: { ...usage, actions: { type: 'strings', doc: 'Actions seen.', optional: true, history: false } },
  },
  CONTACTED: {
    doc: 'Opened a connection to the host.',
    pairs: [
      ['Agent', 'Endpoint'],
      ['Device', 'Endpoint'],
      ['Credential', 'Endpoint'],
    ],
    props: { ...usage },
  },
  DELEGATES_TO: { doc: 'Calls another agent.', pairs: [['Agent', 'Agent']], props: {} },
  OF: {
    doc: 'The session was made with the credential or as the principal.',
    pairs: [
      ['Session', 'Credential'],
      ['Session', 'Principal'],
    ],
    props: {},
  },
  BY: {
    doc: 'The session’s agent or person.',
    pairs: [
      ['Session', 'Agent'],
      ['Session', 'Human'],
    ],
    props: {},
  },
  MERGED_INTO: { doc: 'A person who turned out to be another.', pairs: [['Human', 'Human']], props: {} },
  MAY_BE: {
    doc: 'Weak hints say that the two may be one person: proposed, never merged.',
    pairs: [['Human', 'Human']],
    props: { basis: { type: 'strings', doc: 'The hints, in words.' } },
  },
});
