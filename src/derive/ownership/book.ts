/** A person as evidence may name them. */
export interface KnownPerson {
  readonly id: string;
  /** E-mails, logins, employee ids, aliases. */
  readonly names: readonly string[];
  /** Keys of accounts. */
  readonly accounts: readonly string[];
  readonly name?: string | undefined;
  /** A system of record (HR or a directory) knows them. */
  readonly isKnown: boolean;
  readonly startedAt?: string | undefined;
  readonly departedAt?: string | undefined;
  readonly teams: readonly string[];
}

export interface KnownTeam {
  readonly id: string;
  readonly name: string;
}

const DAY_MS = 86_400_000;
/** Accounts work before the first day and for a moment after the last one. */
const BEFORE_MS = 14 * DAY_MS;
const AFTER_MS = 2 * DAY_MS;

/**
 * People by every text that may name them. A name of two people is that of the one who was there at the time; where that
 * is not one, of nobody.
 */
export class PeopleBook {
  readonly #people = new Map<string, KnownPerson>();
  readonly #byName = new Map<string, Set<string>>();
  readonly #byAccount = new Map<string, string>();
  readonly #byWord = new Map<string, Set<string>>();

  readonly #teams = new Map<string, string | undefined>();

  /** `teams`: by their names and ids; a name of two teams names none. */
  constructor(people: Iterable<KnownPerson>, teams: Iterable<KnownTeam> = []) {
    for (const person of people) this.#add(person);
    for (const { id, name } of teams) {
      for (const text of new Set([id, id.slice(id.lastIndexOf(':') + 1), name].map((one) => one.toLowerCase())))
        this.#teams.set(text, this.#teams.has(text) && this.#teams.get(text) !== id ? undefined : id);
    }
  }

  /** The team that a text names. */
  team(text: string | undefined): string | undefined {
    return this.#teams.get(text?.toLowerCase() ?? '');
  }

  get(id: string): KnownPerson | undefined {
    return this.#people.get(id);
  }

  /** The person whose account it is. */
  ofAccount(key: string | undefined): string | undefined {
    return key === undefined ? undefined : this.#byAccount.get(key);
  }

  /** The person whom a text names, at a time (UTC instant) where it is known. */
  named(text: string | undefined, at: string | undefined): string | undefined {
    const all = [...(this.#byName.get(text?.toLowerCase() ?? '') ?? [])];
    if (all.length < 2) return all[0];
    const here = all.filter((id) => at === undefined || this.wasThere(id, at));
    return here.length === 1 ? here[0] : undefined;
  }

  /** The one person whose name or login is a word of this text. */
  likened(text: string): string | undefined {
    const found = new Set(wordsOf(text).flatMap((word) => [...(this.#byWord.get(word) ?? [])]));
    return found.size === 1 ? [...found][0] : undefined;
  }

  /** Was the person with the company at that time? Unknown dates do not say otherwise. */
  wasThere(id: string, at: string): boolean {
    const person = this.#people.get(id);
    const time = Date.parse(at);
    const started = Date.parse(person?.startedAt ?? '');
    const left = Date.parse(person?.departedAt ?? '');
    return !(time < started - BEFORE_MS) && !(time > left + AFTER_MS);
  }

  #add(person: KnownPerson): void {
    this.#people.set(person.id, person);
    for (const account of person.accounts) this.#byAccount.set(account, person.id);
    for (const name of [...person.names, ...person.accounts]) put(this.#byName, name.toLowerCase(), person.id);
    if (!person.isKnown) return;
    const logins = person.names.map((name) => name.split('@')[0] ?? '');
    for (const word of new Set([person.name ?? '', ...logins].flatMap(wordsOf))) put(this.#byWord, word, person.id);
  }
}

/** Shorter words are in every name. */
const SHORTEST_WORD = 5;

function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= SHORTEST_WORD);
}

function put(index: Map<string, Set<string>>, key: string, id: string): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([id]));
  else known.add(id);
}
