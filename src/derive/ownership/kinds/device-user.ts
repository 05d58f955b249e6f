import { defineKind } from './kind.ts';

/** Who worked on the device where it runs. */
export const deviceUser = defineKind({
  id: 'device-user',
  says: 'is the user of the device it runs on',
  field: 'account signed in to the client or on the device, else the login name of the scanned home',
  source: 'https://learn.microsoft.com/graph/api/resources/manageddevice',
  nature: 'state',
  crowd: true,
});
