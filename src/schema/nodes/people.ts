import { defineNodes } from '../spec.ts';

export const peopleNodes = defineNodes({
  Human: {
    doc: 'A person, merged from the accounts that belong to them.',
    key: '`human:<employee id>`, else `human:<lower-case primary e-mail>`; assigned once and never recomputed',
    props: {
      name: { type: 'string', doc: 'Display name.', optional: true, personal: true, index: true },
      email: { type: 'string', doc: 'Primary e-mail, lower case.', optional: true, personal: true, index: true },
      aliases: { type: 'strings', doc: 'Every other verified e-mail and login.', optional: true, personal: true },
      employeeId: { type: 'string', doc: 'Id in the HR system.', optional: true, personal: true, index: true },
      status: { type: 'string', doc: '`active`, `suspended`, `departed` or `unknown`.', index: true },
      employment: { type: 'string', doc: '`employee`, `contractor`, `intern` or what HR calls it.', optional: true },
      title: { type: 'string', doc: 'Job title.', optional: true, personal: true },
      startedAt: { type: 'instant', doc: 'First day.', optional: true },
      departedAt: { type: 'instant', doc: 'When they left (or will leave).', optional: true, index: true },
      statusSource: { type: 'string', doc: 'The account whose word the status is.', optional: true },
      conflicts: { type: 'strings', doc: 'Where sources contradict each other, in words.', optional: true },
    },
  },
  Team: {
    doc: 'An organisational unit.',
    key: '`team:<system>:<id>`',
    props: {
      name: { type: 'string', doc: 'Name.', index: true },
      system: { type: 'string', doc: 'Where it is defined.' },
      status: { type: 'string', doc: '`active` or `dissolved`.', optional: true },
      dissolvedAt: { type: 'instant', doc: 'When it was dissolved.', optional: true },
      managerId: {
        type: 'string',
        doc: 'Key of the Principal or Human who led it last.',
        optional: true,
        personal: true,
      },
    },
  },
});
