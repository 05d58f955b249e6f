import { defineNodes } from '../spec.ts';

/** Written by `src/decisions` and `src/signals`, never by a collector; never deleted. */
export const decisionNodes = defineNodes({
  Decision: {
    doc: 'What a person decided about an owner or a finding. It outranks inference until it ends; then it is kept as history.',
    key: '`decision:<time>:<random>`',
    props: {
      kind: {
        type: 'string',
        doc: 'About an owner: `confirm`, `contest`, `delegate`, `take-over`. About a finding: `acknowledge`, `assign`, `accept`.',
        index: true,
      },
      subject: { type: 'string', doc: 'Key of what it is about.', index: true },
      person: {
        type: 'string',
        doc: 'Key of the person it names: the owner confirmed, contested or made, or whom the finding is assigned to.',
        optional: true,
        index: true,
      },
      by: { type: 'string', doc: 'Key of the person who decided.', index: true },
      enteredBy: {
        type: 'string',
        doc: 'Who was logged in, where an administrator handed it in for whoever decided: key of the person, else id of the login.',
        optional: true,
        personal: true,
      },
      reason: { type: 'string', doc: 'Why, in their words.' },
      at: { type: 'instant', doc: 'When it was decided.' },
      until: { type: 'instant', doc: 'Until when it holds, where it was given an end.', optional: true },
      endedAt: { type: 'instant', doc: 'When it ceased to hold; absent while it does.', optional: true, index: true },
      endedWhy: { type: 'string', doc: 'Why it ceased to hold.', optional: true },
    },
  },
  Signal: {
    doc: 'A pushed security event that was verified. Its key is what a replay is known by.',
    key: '`signal:<hash of issuer and event id>`',
    props: {
      kind: {
        type: 'string',
        doc: 'What it says of the account: `departed`, `suspended`, `active`, or `other`.',
        index: true,
      },
      event: { type: 'string', doc: 'Event type as its sender names it.' },
      issuer: { type: 'string', doc: 'Issuer, or the Okta organisation.' },
      subject: { type: 'string', doc: 'Whom it is about, as the event says it.', optional: true, personal: true },
      account: { type: 'string', doc: 'Key of the account it is about, where its system is known.', optional: true },
      at: { type: 'instant', doc: 'When it happened, as the event says.' },
      receivedAt: { type: 'instant', doc: 'When it was taken.', index: true },
    },
  },
});
