import type { EventStore } from '../events/store.ts';
import { accessJob } from './access/job.ts';
import { obtainJob } from './access/obtain.ts';
import { sameCredentialJob } from './access/same.ts';
import { entraAccessJob } from './entra/job.ts';
import { escalationJob } from './escalation/job.ts';
import { githubAccessJob } from './github/job.ts';
import type { DeriveJob } from './job.ts';
import { actionsJob } from './lifecycle/actions.ts';
import { codeOwnersJob } from './lifecycle/code-owners.ts';
import { withDecisions } from './lifecycle/decided.ts';
import { dutyJob } from './lifecycle/duty.ts';
import { signalsJob } from './lifecycle/signals.ts';
import { ownershipJob } from './ownership/job.ts';
import { trailJob } from './ownership/trail-job.ts';
import { peopleJob } from './people/job.ts';
import { usageJob } from './usage/job.ts';
import { vaultAccessJob } from './vault/job.ts';

export { type DeriveContext, type DeriveJob, type DeriveReport, deriveJob, orderJobs, runJob } from './job.ts';
export { affectedBySignals } from './lifecycle/affected.ts';
export { decidedOwner, readOwnerDecisions } from './lifecycle/decided.ts';
export { dutyFacts, type LimitedFacts, personFacts, readTold, type ToldAccounts } from './lifecycle/follow/index.ts';

/** Every derivation, over the graph and the event store. */
export function deriveJobs(events: EventStore): readonly DeriveJob[] {
  return [
    signalsJob,
    peopleJob,
    dutyJob,
    accessJob,
    vaultAccessJob,
    githubAccessJob,
    entraAccessJob,
    obtainJob,
    sameCredentialJob,
    escalationJob,
    usageJob(events),
    trailJob(events),
    codeOwnersJob(events),
    withDecisions(ownershipJob),
    actionsJob(events),
  ];
}
