import { type Bag, bag, text } from './json.ts';
import type { UserRaw } from './map-people.ts';

/**
 * Finds the users that other users name as managers. `profile.managerId` is free text: an Okta id, an employee number, a
 * login or an e-mail. One that fits two users is left open; one that fits none is somebody outside this org.
 */
export class ManagerLinks {
  readonly #idByName = new Map<string, string | undefined>();
  readonly #wanted: { readonly report: string; readonly name: string }[] = [];

  add(user: Bag): void {
    const id = text(user['id']);
    if (id === undefined) return;
    const profile = bag(user, 'profile');
    const names = [id, profile['login'], profile['email'], profile['employeeNumber']].map(keyOf);
    for (const name of new Set(names)) if (name !== undefined) this.#learn(name, id);
    const wanted = keyOf(profile['managerId']) ?? loginIn(profile['manager']);
    if (wanted !== undefined) this.#wanted.push({ report: id, name: wanted });
  }

  *resolved(): Generator<UserRaw> {
    for (const { report, name } of this.#wanted) {
      const manager = this.#idByName.get(name);
      if (manager !== undefined && manager !== report) yield { report, manager };
    }
  }

  #learn(name: string, id: string): void {
    const known = this.#idByName.has(name) && this.#idByName.get(name) !== id;
    this.#idByName.set(name, known ? undefined : id);
  }
}

function keyOf(value: unknown): string | undefined {
  return text(value)?.toLowerCase();
}

/** `profile.manager` is usually a display name; only an e-mail or login in it names anyone. */
function loginIn(value: unknown): string | undefined {
  const name = keyOf(value);
  return name?.includes('@') === true ? name : undefined;
}
