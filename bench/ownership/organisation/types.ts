import type { Observation, Passage } from '../../../src/derive/ownership/clue.ts';
import type { CodeAct, Issuance, Made } from '../../../src/derive/ownership/trail.ts';
import type { Account } from '../../../src/derive/people/accounts.ts';
import type { Path, Rate } from './rates.ts';

/** A person as they are in truth. Times are days before the organisation's present; ended: they have left. */
export interface TruePerson {
  readonly index: number;
  readonly name: string;
  readonly email: string;
  /** The address belongs to somebody else now: the company's own systems can hold it once only. */
  readonly givenOn: boolean;
  /** Before they were renamed, and when that was. */
  readonly formerEmail?: string;
  readonly renamed?: number;
  readonly began: number;
  readonly ended?: number;
  readonly team: string;
  readonly formerTeam?: string;
  readonly role: 'engineer' | 'platform' | 'business' | 'it';
  readonly login: string;
  /** Keys of their accounts. */
  readonly keys: {
    readonly main: string;
    readonly okta: string;
    entra?: string;
    github?: string;
    aws?: string;
    crm?: string;
  };
}

/** Who answers for an agent in truth; `undefined`: nobody. */
export type TrueOwner = { readonly person: number } | { readonly team: string } | undefined;

export interface LabelledAgent {
  readonly id: string;
  readonly path: Path;
  readonly owner: TrueOwner;
  /** What went wrong with its evidence. */
  readonly noises: readonly Rate[];
}

/** An organisation with the truth: what is collected of it, and who answers for each agent. */
export interface Organisation {
  readonly seed: number;
  readonly people: readonly TruePerson[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly accounts: readonly Account[];
  /** The true person of each account; accounts of machines and functions are not in it. */
  readonly accountOf: ReadonlyMap<string, number>;
  readonly agents: readonly LabelledAgent[];
  readonly names: ReadonlyMap<string, string>;
  readonly observations: readonly Observation[];
  readonly passages: readonly Passage[];
  /** Credentials by the account that they authenticate as. */
  readonly holders: ReadonlyMap<string, string>;
  readonly made: readonly Made[];
  readonly issuances: readonly Issuance[];
  readonly acts: readonly CodeAct[];
}

export const NOW = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

/** The instant so many days before the organisation's present. */
export function ago(days: number): string {
  return new Date(NOW - Math.round(days * DAY_MS)).toISOString();
}
