import { agentSteps } from './agents.ts';
import { appSteps } from './apps.ts';
import { credentialSteps } from './credentials.ts';
import { logStep } from './log.ts';
import { peopleSteps } from './people.ts';

export const steps = [...peopleSteps, ...appSteps, ...credentialSteps, ...agentSteps, logStep];
