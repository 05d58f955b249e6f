import { createHmac, randomBytes } from 'node:crypto';

/** What stands in the place of personal data for those who may not see it. Not empty: that would say there is none. */
export const HIDDEN = '[hidden]';

const EMAIL = /[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g;
/** A person’s key holds their employee id or e-mail. */
const PERSON_KEY = /\bhuman:[^\s,;"'()[\]{}<>]+/g;
export const PSEUDONYM = /^human:~[0-9a-f]{16}$/;
const PSEUDONYMS = /human:~[0-9a-f]{16}/g;
const KEPT = 50_000;

/** Names that free rows (saved questions) give personal data under. */
const PERSONAL_COLUMNS =
  /^(email|login|employeeId|aliases|title|externalIds|managerEmail|sponsorEmail|userEmail|userName|sourceIdentity|person)$/;

/**
 * Takes personal data out of answers for those who may not see it: e-mail addresses and the keys of people in any text, and values
 * under personal names. A key becomes a pseudonym that can be asked with while the service runs.
 */
export class Masks {
  readonly #key = randomBytes(32);
  readonly #real = new Map<string, string>();

  /** The value without personal data, made anew where something was taken out. */
  mask(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((one) => this.mask(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#named(name, one)]));
  }

  text(text: string): string {
    const open = text.includes('human:') ? text.replaceAll(PERSON_KEY, (key) => this.#pseudonym(key)) : text;
    return open.includes('@') ? open.replaceAll(EMAIL, HIDDEN) : open;
  }

  /** A cursor whose keys are pseudonyms. */
  cursor(value: unknown): unknown {
    return typeof value === 'string' ? recoded(value, (text) => this.text(text)) : value;
  }

  /** Arguments, cursors among them, with pseudonyms put back. */
  reveal(value: unknown): unknown {
    if (typeof value === 'string') return recoded(this.#revealed(value), (text) => this.#revealed(text));
    if (Array.isArray(value)) return value.map((one) => this.reveal(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.reveal(one)]));
  }

  #revealed(text: string): string {
    return text.includes('human:~') ? text.replaceAll(PSEUDONYMS, (one) => this.#real.get(one) ?? one) : text;
  }

  #named(name: string, value: unknown): unknown {
    const isText = typeof value === 'string' && value !== HIDDEN;
    return isText && PERSONAL_COLUMNS.test(name) ? HIDDEN : this.mask(value);
  }

  #pseudonym(key: string): string {
    if (PSEUDONYM.test(key)) return key;
    const digest = createHmac('sha256', this.#key).update(key).digest('hex').slice(0, 16);
    const pseudonym = `human:~${digest}`;
    const [oldest] = this.#real.keys();
    if (this.#real.size >= KEPT && oldest !== undefined) this.#real.delete(oldest);
    this.#real.set(pseudonym, key);
    return pseudonym;
  }
}

/** A cursor (base64url of JSON) with its text changed; what is none stays as it is. */
function recoded(cursor: string, change: (text: string) => string): string {
  if (!/^[A-Za-z0-9_-]{4,8192}$/.test(cursor)) return cursor;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const changed = text.includes('human:') ? change(text) : text;
  return changed === text ? cursor : Buffer.from(changed).toString('base64url');
}
