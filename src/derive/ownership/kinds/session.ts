import { defineKind } from './kind.ts';

/** Whose name the sessions carry that consume its credential. */
export const session = defineKind({
  id: 'session',
  says: 'started its sessions',
  field: 'sourceIdentity or role session name of the sessions that use its credential',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html',
  nature: 'event',
  halfLifeDays: 180,
  crowd: true,
  exclusive: true,
});
