import { step } from '../../../collect/index.ts';
import { mapLogEvent } from '../map-log.ts';
import { fetchLog } from '../system-log.ts';

export const logStep = step({
  id: 'system-log',
  title: 'System Log',
  mode: 'events',
  emits: ['Event'],
  permissions: ['okta.logs.read'],
  notAvailable: { region: 'Okta says where the caller was, not where the call was served' },
  fetch: fetchLog,
  map: mapLogEvent,
});
