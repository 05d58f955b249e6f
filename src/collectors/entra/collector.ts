import { defineCollector } from '../../collect/index.ts';
import { config } from './config.ts';
import { files } from './files.ts';
import { activitySteps } from './steps-activity.ts';
import { agentSteps } from './steps-agents.ts';
import { applicationSteps } from './steps-applications.ts';
import { directorySteps } from './steps-directory.ts';

export default defineCollector({
  source: 'entra',
  title: 'Microsoft Entra ID',
  config,
  faith: 'own-stub',
  testedAgainst:
    'Our own https double of Microsoft Graph and of the sign-in service, with answers shaped after the documented examples and checked by @microsoft/microsoft-graph-types; the real SDK and @azure/identity on our side. Nothing here proves what Microsoft really answers.',
  cannotSee: [
    'Azure RBAC, Key Vault and AI Foundry: they are sources of their own.',
    'Directory roles of users and groups, and eligible (PIM) assignments.',
    'Who holds a token now: Entra lists grants and sign-ins, not sessions.',
    'Deleted users and applications, once they have left the list.',
    'App roles whose value is an API’s own word: their access level is unknown.',
    'Permissions that an agent identity inherits from its blueprint (beta relations).',
  ],
  // The vendor's SDK takes its time and 40 MB: only those who have an Entra pay for it.
  connect: async (settings, context) => (await import('./connect.ts')).connect(settings, context),
  steps: [...directorySteps, ...applicationSteps, ...agentSteps, ...activitySteps],
  files,
});
