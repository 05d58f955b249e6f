import { step } from '../../collect/index.ts';
import type { EntraClient } from './client.ts';
import { fetchAudits, fetchReport, fetchSignIns } from './fetch-events.ts';
import { mapCredentialActivity, mapServicePrincipalActivity } from './map-activity.ts';
import { mapDirectoryAudit } from './map-audits.ts';
import { mapSignIn } from './map-signins.ts';

export const activitySteps = [
  step<EntraClient, unknown, 'Principal'>({
    id: 'service-principal-activity',
    title: 'Last sign-in of applications (beta report)',
    mode: 'snapshot',
    emits: ['Principal'],
    permissions: ['AuditLog.Read.All'],
    notAvailable: { 'service principal': 'the report names the appId only' },
    fetch: fetchReport('servicePrincipalSignInActivities'),
    map: mapServicePrincipalActivity,
  }),
  step<EntraClient, unknown, 'Credential' | 'AUTHENTICATES_AS'>({
    id: 'credential-activity',
    title: 'Last use of secrets and certificates (beta report)',
    mode: 'snapshot',
    emits: ['Credential', 'AUTHENTICATES_AS'],
    permissions: ['AuditLog.Read.All'],
    notAvailable: { 'federated credentials': 'the report leaves them out' },
    fetch: fetchReport('appCredentialSignInActivities'),
    map: mapCredentialActivity,
  }),
  step<EntraClient, unknown, 'Event'>({
    id: 'directory-audits',
    title: 'Directory audit events',
    mode: 'events',
    emits: ['Event'],
    permissions: ['AuditLog.Read.All'],
    notAvailable: { credential: 'the event does not say which credential its actor used' },
    fetch: fetchAudits,
    map: mapDirectoryAudit,
  }),
  step<EntraClient, unknown, 'Event'>({
    id: 'sign-ins',
    title: 'Sign-ins of service principals, managed identities and agents (beta)',
    mode: 'events',
    emits: ['Event'],
    permissions: ['AuditLog.Read.All'],
    notAvailable: { region: 'Entra says the place of the caller, not a cloud region' },
    fetch: fetchSignIns,
    map: mapSignIn,
  }),
];
