import type { EventStore } from '../events/store.ts';
import { accessJob } from './access/job.ts';
import { obtainJob } from './access/obtain.ts';
import { sameCredentialJob } from './access/same.ts';
import { escalationJob } from './escalation/job.ts';
import type { DeriveJob } from './job.ts';
import { ownershipJob } from './ownership/job.ts';
import { peopleJob } from './people/job.ts';
import { usageJob } from './usage/job.ts';

export { type DeriveContext, type DeriveJob, type DeriveReport, deriveJob, orderJobs, runJob } from './job.ts';

/** Every derivation, over the graph and the event store. */
export function deriveJobs(events: EventStore): readonly DeriveJob[] {
  return [peopleJob, accessJob, obtainJob, sameCredentialJob, escalationJob, usageJob(events), ownershipJob];
}
