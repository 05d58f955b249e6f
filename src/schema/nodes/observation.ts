import { defineNodes } from '../spec.ts';

export const observationNodes = defineNodes({
  Session: {
    doc: 'One short-lived issuance or login; role sessions are folded to role × session name × day.',
    key: 'provider session or token id, or `session:<role>/<session name>/<day>`',
    props: {
      name: { type: 'string', doc: 'Session name.', optional: true, index: true },
      kind: { type: 'string', doc: '`role-session`, `web-identity`, `console`, `agent` …' },
      startedAt: { type: 'instant', doc: 'First event.', optional: true, history: false },
      lastUsedAt: { type: 'instant', doc: 'Last event.', optional: true, history: false },
      count: { type: 'int', doc: 'Events.', optional: true, history: false },
      sourceIdentity: {
        type: 'string',
        doc: 'Who started it, as the system carries it along.',
        optional: true,
        personal: true,
      },
      client: { type: 'string', doc: 'Client told by the user agent.', optional: true },
    },
  },
  Origin: {
    doc: 'Where a use came from.',
    key: '`origin:<network>/<region>`',
    props: {
      network: { type: 'string', doc: 'Network (ASN or address block).', optional: true },
      region: { type: 'string', doc: 'Cloud region the call was made in.', optional: true },
      country: { type: 'string', doc: 'Country code.', optional: true },
      client: { type: 'string', doc: 'Client told by the user agent.', optional: true },
    },
  },
  Endpoint: {
    doc: 'An external host that was contacted.',
    key: '`endpoint:<host>`',
    props: {
      host: { type: 'string', doc: 'Host name.', index: true },
      kind: { type: 'string', doc: '`model-api`, `mcp`, `unknown` …', optional: true },
    },
  },
  Evidence: {
    doc: 'One observed reason to link a person to an agent, a principal or a credential.',
    key: '`evidence:<kind>:<source event or record>`',
    props: {
      kind: {
        type: 'string',
        doc: '`creator`, `credential-issuer`, `device-user`, `owner-tag`, `owner-field`, `sponsor-field`, `consent`, `deployer`, `session`, `registered-by` …',
        index: true,
      },
      says: { type: 'string', doc: 'What was observed, in words, with the field it stands in.' },
      at: { type: 'instant', doc: 'When it was observed or happened.', optional: true },
      person: {
        type: 'string',
        doc: 'Who it names where that is not an account we hold: an e-mail, an employee id, a login.',
        optional: true,
        personal: true,
      },
      event: { type: 'string', doc: 'Id of the source event or record that proves it.', optional: true },
    },
  },
  Finding: {
    doc: 'A stated problem with a stable identity over runs.',
    key: '`finding:<question>:<hash of subjects>`',
    props: {
      question: { type: 'string', doc: 'Id of the question that found it.', index: true },
      severity: { type: 'string', doc: '`critical`, `high`, `medium`, `low`.', index: true },
      sentence: { type: 'string', doc: 'What is wrong, in one sentence.' },
      path: { type: 'strings', doc: 'The lineage path that proves it, one step an item.' },
      remedy: { type: 'string', doc: 'What to do about it.' },
      situation: { type: 'string', doc: 'The situation of the mission it answers, such as `S8`.', optional: true },
      routedTo: { type: 'string', doc: 'Name of the person it goes to.', optional: true, personal: true },
      route: { type: 'string', doc: 'Why it goes there.', optional: true },
      cause: {
        type: 'string',
        doc: 'Key of the root cause: findings of one rule with one cause are one finding.',
        optional: true,
      },
      covers: { type: 'int', doc: 'How many agents and credentials the one cause concerns.', optional: true },
      openedAt: { type: 'instant', doc: 'When it was found, or found again after it was resolved.', optional: true },
      dueAt: {
        type: 'instant',
        doc: 'When it is to be settled: `openedAt` and the days that its severity is given.',
        optional: true,
        index: true,
      },
    },
  },
});
