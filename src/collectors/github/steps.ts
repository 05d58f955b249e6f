import { one } from './declare.ts';
import { fetchAuditLog } from './fetch-audit.ts';
import { mapAuditEntry } from './map-audit.ts';
import { agentSteps } from './steps-agents.ts';
import { codeSteps } from './steps-code.ts';
import { credentialSteps } from './steps-credentials.ts';
import { peopleSteps } from './steps-people.ts';
import { secretSteps } from './steps-secrets.ts';

const auditStep = one({
  id: 'audit-log',
  title: 'Audit log',
  mode: 'events',
  emits: ['Event', 'Credential'],
  permissions: ['organization permission Administration: read (App)', 'read:audit_log (token)'],
  notAvailable: { git: 'Git events are kept for 7 days, others for 180' },
  fetch: fetchAuditLog,
  map: mapAuditEntry,
});

/** Every step of the collector. */
export const steps = [...peopleSteps, ...codeSteps, ...credentialSteps, ...secretSteps, ...agentSteps, auditStep];
