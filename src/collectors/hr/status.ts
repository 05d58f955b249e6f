import { toInstant } from '../../lib/clock.ts';

/** What HR's words and dates come to. Absent fields are not known. */
export interface Standing {
  readonly status?: 'active' | 'suspended' | 'departed';
  readonly startedAt?: string;
  readonly departedAt?: string;
  /** What the words and the dates contradict each other about. */
  readonly problem?: string;
}

export interface StandingFacts {
  /** HR's own word for the status. */
  readonly status?: string | undefined;
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  /** The source has a field for the last day: when it is empty, there is none. */
  readonly tellsEndDate: boolean;
}

const DAY_MS = 86_400_000;
const DEPARTED =
  /^(terminated|left|leaver|departed|inactive|former|ended|resigned|retired|deceased|offboarded|separated|0|no|false|t)$/;
const SUSPENDED = /^(suspended|blocked|prehire|pending|notstarted|futurehire)$/;
const ACTIVE = /^(active|employed|current|working|enabled|hired|onleave|leave|parentalleave|gardenleave|1|yes|true|a)$/;

/**
 * Status at a time. A termination that lies ahead leaves the person active until its day has passed; one that has passed
 * ends them whatever the word says, unless they started again later. Leave is not departure.
 */
export function standingAt(facts: StandingFacts, at: string): Standing {
  const startedAt = toInstant(facts.startDate);
  const end = toInstant(facts.endDate);
  const rehired = startedAt !== undefined && end !== undefined && startedAt > end;
  const departedAt = rehired ? undefined : end;
  const word = wordOf(facts.status);
  const status = statusOf(word, facts, departedAt, at);
  return {
    ...(status === undefined ? {} : { status }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(departedAt === undefined ? {} : { departedAt }),
    ...(word === 'active' && status === 'departed' ? { problem: 'status says active, the last day has passed' } : {}),
  };
}

/** Is the word one we know? A word we do not know is reported, never guessed. */
export function knownStatus(status: string): boolean {
  return wordOf(status) !== undefined;
}

function statusOf(
  word: Standing['status'],
  facts: StandingFacts,
  departedAt: string | undefined,
  at: string,
): Standing['status'] {
  if (departedAt !== undefined && passed(departedAt, facts.endDate ?? '', at)) return 'departed';
  if (departedAt !== undefined) return word === 'suspended' ? word : 'active';
  if (word !== undefined || facts.status !== undefined) return word;
  return facts.tellsEndDate ? 'active' : undefined;
}

/** A last day given without a time ends with that day. */
function passed(departedAt: string, written: string, at: string): boolean {
  const ends = Date.parse(departedAt) + (written.length <= 10 ? DAY_MS : 0);
  return ends <= Date.parse(at);
}

function wordOf(status: string | undefined): Standing['status'] {
  const word = status?.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (word === undefined || word === '') return undefined;
  if (DEPARTED.test(word)) return 'departed';
  if (SUSPENDED.test(word)) return 'suspended';
  return ACTIVE.test(word) ? 'active' : undefined;
}
