import { defineNodes } from '../spec.ts';

/** Written by the loader itself, never by a collector. */
export const operationNodes = defineNodes({
  Change: {
    doc: 'One changed property of a node, or its reappearance, with its time.',
    key: 'a random id',
    props: {
      subject: { type: 'string', doc: 'Key of the node that changed.', index: true },
      property: { type: 'string', doc: 'Name of the property, or `reappeared`.' },
      before: { type: 'string', doc: 'Value before, as JSON.', optional: true },
      after: { type: 'string', doc: 'Value after, as JSON.', optional: true },
      at: { type: 'instant', doc: 'Time of the run that saw it.', index: true },
      step: { type: 'string', doc: 'The step that saw it.' },
    },
  },
  Step: {
    doc: 'A step of a source in one scope (account, tenant, file), and what its last runs came to.',
    key: '`<source>:<scope>/<step>`',
    props: {
      source: { type: 'string', doc: 'Source id.', index: true },
      scope: { type: 'string', doc: 'Account, tenant or organisation.' },
      mode: { type: 'string', doc: '`snapshot`, `delta` or `events`.' },
      outcome: {
        type: 'string',
        doc: 'Outcome of the last run: `complete`, `partial`, `denied`, `failed` or `running`.',
      },
      reason: { type: 'string', doc: 'What was missing, in words.', optional: true },
      lastRunAt: { type: 'instant', doc: 'Start of the last run.' },
      completeAt: {
        type: 'instant',
        doc: 'Start of the last complete run: the facts’ last-seen time.',
        optional: true,
      },
      records: { type: 'int', doc: 'Records the last run saw.', optional: true },
      cacheDigest: {
        type: 'string',
        doc: 'Digest of the step’s record cache; absent while the step is being written.',
        optional: true,
      },
      cursor: { type: 'string', doc: 'Where the next delta or event run goes on.', optional: true },
      kinds: { type: 'strings', doc: 'Labels and edge types it has written.', optional: true },
      dropped: {
        type: 'strings',
        doc: 'Hashes of facts that another step’s retirement took away; forgotten by the cache before the next run.',
        optional: true,
      },
      retiring: { type: 'boolean', doc: 'Retirement of vanished facts is still under way.', optional: true },
    },
  },
  Run: {
    doc: 'One run: what was collected or imported, when, and what it wrote.',
    key: '`run:<time>:<random>`',
    props: {
      what: { type: 'string', doc: '`collect`, `import`, `derive` with what it covered.' },
      startedAt: { type: 'instant', doc: 'Start.', index: true },
      endedAt: { type: 'instant', doc: 'End; absent when it was cut off.', optional: true },
      outcome: { type: 'string', doc: 'Worst outcome of its steps.', optional: true },
      recordsSeen: { type: 'int', doc: 'Records seen.', optional: true },
      written: { type: 'int', doc: 'Records written.', optional: true },
      retired: { type: 'int', doc: 'Facts retired.', optional: true },
      graphVersion: {
        type: 'int',
        doc: 'Version of the graph this run made; only runs that wrote have one.',
        optional: true,
        index: true,
      },
      derivedFrom: {
        type: 'string',
        doc: 'What a derivation was made from: graph version, events, version of the rules, day. Equal: the result would be the same.',
        optional: true,
      },
    },
  },
});
