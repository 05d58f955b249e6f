import { listOf, one } from './declare.ts';
import { ENDPOINTS } from './endpoints.ts';
import { fetchCloudAgentRepositories } from './fetch.ts';
import * as apps from './map-apps.ts';

export const agentSteps = [
  one({
    ...listOf(ENDPOINTS.copilotSeats),
    title: 'Copilot seats',
    emits: ['Agent', 'RUNS_AS', 'Evidence', 'ABOUT', 'NAMES'],
    permissions: ['organization permission GitHub Copilot Business: read'],
    map: apps.mapCopilotSeat,
  }),
  one({
    ...listOf(ENDPOINTS.cloudAgent),
    title: 'Copilot cloud agent',
    emits: ['Agent', 'Principal', 'RUNS_AS', 'CAN'],
    permissions: ['organization permission Copilot agent settings: read'],
    map: apps.mapCloudAgent,
  }),
  one({
    ...listOf(ENDPOINTS.cloudAgentRepositories),
    fetch: fetchCloudAgentRepositories,
    title: 'Repositories that the Copilot cloud agent is enabled for',
    emits: ['CAN'],
    permissions: ['organization permission Copilot agent settings: read'],
    map: apps.mapCloudAgentRepository,
  }),
];
