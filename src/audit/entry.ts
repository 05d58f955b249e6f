import { redactText } from '../lib/redact.ts';

/** One answer or change, as the trail tells it: never the data itself. */
export interface AuditEntry {
  /** Caller id: `local`, `person:…`, `token:…`, `key:…`, `nobody`. */
  readonly who: string;
  /** Weakest to strongest role, where there is one. */
  readonly role?: string;
  /** `answer` to a question, `change` of something, `refused`, `login`, `logout`, or `start`/`stop` of the service. */
  readonly what: 'answer' | 'change' | 'refused' | 'login' | 'logout' | 'start' | 'stop';
  /** Surface: `graphql`, `mcp`, `http`, `cli`, `service`. */
  readonly surface: string;
  /** What was asked: fields of the schema, a tool, a path, a command. */
  readonly question: string;
  /** Parameters, secrets taken out. */
  readonly parameters?: unknown;
  /** SHA-256 of the whole question, where it is longer than what is kept of it. */
  readonly digest?: string;
  /** Rows that were given. */
  readonly rows?: number;
  /** Time it took. */
  readonly ms?: number;
  /** `ok`, or the code of what went wrong. */
  readonly outcome: string;
  /** Address the request came from. */
  readonly from?: string;
}

const MAX_TEXT = 2_000;
const MAX_ITEMS = 50;
const MAX_LEVELS = 6;
const SECRET_NAME =
  /pass(word|wd)?$|secret|token|authorization|api[-_]?key|private[-_]?key|credential[-_]?value|cookie/i;

/** Text as the trail keeps it: cut, and with secrets taken out. */
export function auditText(text: string, max = MAX_TEXT): string {
  const clean = redactText(text.length > 4 * max ? text.slice(0, 4 * max) : text);
  return clean.length > max ? `${clean.slice(0, max)}…` : clean;
}

/** Parameters as the trail keeps them: values under the names of secrets and the shapes of secrets are taken out, the rest is cut. */
export function auditParameters(value: unknown, level = 0): unknown {
  if (typeof value === 'string') return auditText(value, 500);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (level >= MAX_LEVELS) return '…';
  if (Array.isArray(value)) {
    const kept = value.slice(0, MAX_ITEMS).map((one) => auditParameters(one, level + 1));
    return value.length > MAX_ITEMS ? [...kept, `… ${value.length - MAX_ITEMS} more`] : kept;
  }
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(
    entries.map(([name, one]) => [
      name.slice(0, 100),
      SECRET_NAME.test(name) ? '[redacted]' : auditParameters(one, level + 1),
    ]),
  );
}
