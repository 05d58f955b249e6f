import { createHash } from 'node:crypto';
import type { Observation, SubjectLabel } from './clue.ts';

/** Acts of one kind by one person upon one thing, summed: the first and the last of them. Times are UTC instants. */
export interface ActSum {
  readonly subject: string;
  readonly subjectLabel: SubjectLabel;
  readonly action: string;
  /** Key of the account that acted; `person`: whom the events name. */
  readonly principal?: string | undefined;
  readonly person?: string | undefined;
  readonly firstEvent: string;
  readonly first: string;
  readonly lastEvent: string;
  readonly last: string;
  readonly count: number;
  /** Nobody did this to it before. */
  readonly isFirst: boolean;
}

/** Operations that make the agent or account itself; others upon it bring it out or change it. */
const MAKES =
  /:(Create(Agent|AgentRuntime|Harness|User|Role|ServiceLinkedRole|WorkloadIdentity|ServiceAccount|Function)|Add (service principal|application)|Create agent identity|Add agent identity)$|:(workload_principal|application)\..*create/i;

/**
 * Evidence of acts that the first record of an operation does not tell: those of everybody after the first, and the last
 * ones. What the first record tells stands in the evidence of `derive:graph/usage`. Pure.
 */
export function evidenceOfActs(sum: ActSum): Observation[] {
  const { subject, subjectLabel, action, principal, person, count } = sum;
  const who = person ?? principal;
  if (who === undefined) return [];
  const kind = subjectLabel === 'Credential' ? 'credential-issuer' : MAKES.test(action) ? 'creator' : 'deployer';
  const names = person === undefined ? { account: principal } : { person };
  const told = (at: string, event: string, which: 'first' | 'last'): Observation => ({
    evidence: `evidence:${kind}:${subject}:${action}:${short(who)}:${which}`,
    kind,
    says: `${who} called ${action}${count > 1 ? ` (${count} times, ${which} ${at.slice(0, 10)})` : ''}`,
    event,
    at,
    subject,
    subjectLabel,
    ...names,
  });
  return [
    ...(sum.isFirst ? [] : [told(sum.first, sum.firstEvent, 'first')]),
    ...(sum.lastEvent === sum.firstEvent ? [] : [told(sum.last, sum.lastEvent, 'last')]),
  ];
}

/** Who last acted with an agent for themselves: the day of it. */
export interface LastUse {
  readonly agent: string;
  readonly person: string;
  readonly last: string;
}

export function evidenceOfUse({ agent, person, last }: LastUse): Observation {
  return {
    evidence: `evidence:last-interactive-user:${agent}:${short(person)}`,
    kind: 'last-interactive-user',
    says: `${person} worked with it`,
    at: `${last.slice(0, 10)}T00:00:00.000Z`,
    subject: agent,
    subjectLabel: 'Agent',
    person,
  };
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
