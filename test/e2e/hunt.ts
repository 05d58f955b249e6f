import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';

/** Letters that every planted secret of the fixtures and the company has in it, whatever its case. */
const MARK = /canary/gi;

/** Public by nature, though they have the letters: with the reason. */
const PUBLIC: Readonly<Record<string, string>> = {
  'canary-keeper': 'the name of a role of the company, in whose account canaries are planted',
  Iv23canaryfree: 'the client id of a GitHub App, which its login page shows',
};

/** What is hunted: the letters, and secrets that look like real ones. */
export class Hunt {
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    this.#secrets = [...new Set(secrets.flatMap(disguises))];
  }

  /** Where a text holds a canary, with what stands around it. */
  find(text: string): string[] {
    let rest = text;
    for (const known of Object.keys(PUBLIC)) rest = rest.replaceAll(known, '');
    const marks = [...rest.matchAll(MARK)].map(({ index }) => excerpt(rest, index));
    const secrets = this.#secrets.filter((secret) => rest.includes(secret)).map((secret) => `secret ${secret}`);
    return [...new Set([...marks, ...secrets])].slice(0, 20);
  }

  /** Fails when the text holds a canary. An empty text would prove nothing, and fails as well. */
  expectNone(where: string, text: string, atLeast = 1): void {
    expect(text.length, `${where} was looked at`).toBeGreaterThanOrEqual(atLeast);
    expect(this.find(text), where).toEqual([]);
  }
}

function excerpt(text: string, index: number): string {
  return text.slice(Math.max(0, index - 80), index + 60);
}

/** As it is, in JSON, in a URL, in base64: how a secret may be written by accident. */
function disguises(secret: string): string[] {
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
  return [...forms, Buffer.from(secret).toString('base64').replace(/=+$/, '')].filter((one) => one.length >= 8);
}

/** Every file below a folder as text, packed ones unpacked; bytes that are no text are kept one to one. */
export function filesOf(folder: string): string {
  return entriesOf(folder)
    .map((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
      return `\n== ${entry.name}\n${plain.toString('latin1')}\n${plain.toString('utf16le')}`;
    })
    .join('');
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
}

/** Words of a file that hold the letters: the canaries that somebody planted there. */
export function canariesIn(text: string): string[] {
  return [...new Set(text.match(/[^\s"',<>\\]*canary[^\s"',<>\\]*/gi) ?? [])];
}
