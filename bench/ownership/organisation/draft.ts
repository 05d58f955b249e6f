import type { Observation, Passage, SubjectLabel } from '../../../src/derive/ownership/clue.ts';
import type { KindId } from '../../../src/derive/ownership/kinds/index.ts';
import type { CodeAct, Issuance, Made } from '../../../src/derive/ownership/trail.ts';
import type { Dice } from './dice.ts';
import { type Path, RATES, type Rate } from './rates.ts';
import { ago, type TrueOwner, type TruePerson } from './types.ts';

/** What everybody's agents are drawn from. */
export interface Cast {
  readonly people: readonly TruePerson[];
  readonly engineers: readonly TruePerson[];
  readonly platform: readonly TruePerson[];
  readonly it: readonly TruePerson[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  /** By how much the rates of what goes wrong with evidence are multiplied. */
  readonly noise: number;
  readonly bots: readonly { readonly key: string; readonly inDirectory: boolean }[];
}

/** Where things are collected in. */
export interface Collected {
  readonly observations: Observation[];
  readonly passages: Passage[];
  readonly holders: Map<string, string>;
  readonly made: Made[];
  readonly issuances: Issuance[];
  readonly acts: CodeAct[];
}

type Named = Pick<Observation, 'account' | 'person' | 'team'>;

/** One agent while its evidence is made up. */
export class AgentDraft {
  readonly id: string;
  readonly path: Path;
  readonly dice: Dice;
  readonly cast: Cast;
  readonly into: Collected;
  readonly noises = new Set<Rate>();
  /** Who answers for it now, and who made it; another one before a handover. Nobody: `undefined`. */
  keeper: TruePerson | undefined;
  maker: TruePerson | undefined;
  /** Days before the present. */
  made = 0;
  handed: number | undefined;
  owner: TrueOwner;
  #count = 0;
  #noTrail: boolean | undefined;

  constructor(id: string, path: Path, dice: Dice, cast: Cast, into: Collected) {
    this.id = id;
    this.path = path;
    this.dice = dice;
    this.cast = cast;
    this.into = into;
  }

  /** Draws whether this goes wrong here, and keeps that it did. */
  goesWrong(rate: Rate): boolean {
    const wrong = this.dice.chance(Math.min(1, RATES[rate] * (rate === 'unowned' ? 1 : this.cast.noise)));
    if (wrong) this.noises.add(rate);
    return wrong;
  }

  /** A call to a cloud is in a trail that is collected: some accounts have none, and some records are lost. */
  isLogged(): boolean {
    this.#noTrail ??= this.goesWrong('noCloudTrail');
    return !this.#noTrail && !this.goesWrong('missingCloudLog');
  }

  /** Who had it so many days ago. */
  holderAt(days: number): TruePerson | undefined {
    return this.handed !== undefined && days > this.handed ? this.maker : this.keeper;
  }

  /** A day on which the person was there, between the making and the present (or the handover, for whom it was before). */
  dayOf(person: TruePerson | undefined): number {
    const [oldest, newest] =
      person !== undefined && person === this.maker && this.handed !== undefined
        ? [this.made, this.handed + 1]
        : [Math.min(this.made, this.handed ?? this.made), 1];
    const last = Math.max(newest, (person?.ended ?? 0) + 1);
    return this.dice.int(Math.min(last, oldest), Math.max(last, oldest));
  }

  /** The team as a field names it: after a re-organisation some still name the one that was. */
  named(team: string): string {
    return this.goesWrong('reorganised') ? `${team}-before` : team;
  }

  /** Evidence about the agent, or about what it uses. */
  see(
    kind: KindId,
    names: Named | undefined,
    days?: number,
    about: { id: string; label: SubjectLabel } = { id: this.id, label: 'Agent' },
  ): void {
    if (names === undefined) return;
    this.#count += 1;
    this.into.observations.push({
      evidence: `evidence:${kind}:${about.id}:${this.#count}`,
      kind,
      says: `${kind} of ${about.id}`,
      at: days === undefined ? undefined : ago(days),
      subject: about.id,
      subjectLabel: about.label,
      ...names,
    });
  }

  /** A credential of the agent, or the principal it runs as. */
  uses(name: string, via: 'credential' | 'principal'): { id: string; label: SubjectLabel } {
    const id = `${this.id}/${name}`;
    this.into.passages.push({ agent: this.id, through: id, via });
    return { id, label: via === 'credential' ? 'Credential' : 'Principal' };
  }

  /** Somebody of the same team, else anybody. */
  teammate(of: TruePerson | undefined, days: number): TruePerson {
    const there = this.cast.people.filter((one) => one !== of && one.began > days + 5 && (one.ended ?? 0) < days);
    const near = there.filter((one) => one.team === of?.team);
    return this.dice.one(near.length > 0 ? near : there);
  }

  anybody(days: number): TruePerson {
    return this.teammate(undefined, days);
  }
}

/** The address that somebody had then. */
export function addressAt(person: TruePerson, days: number): string {
  return person.renamed !== undefined && days > person.renamed ? (person.formerEmail ?? person.email) : person.email;
}

/** As a cloud's log names them: the session of Identity Center bears the address. */
export function inCloud(person: TruePerson | undefined, days: number): Named | undefined {
  return person === undefined ? undefined : { person: addressAt(person, days) };
}

/** As a directory names them: by account. */
export function inDirectory(person: TruePerson | undefined): Named | undefined {
  return person === undefined ? undefined : { account: person.keys.entra ?? person.keys.okta };
}

/** As the code platform names them; not everybody has an account there. */
export function inCode(person: TruePerson | undefined): Named | undefined {
  return person?.keys.github === undefined ? undefined : { account: person.keys.github };
}
