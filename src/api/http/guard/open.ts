import { inputError, KeylineError } from '../../../lib/errors.ts';
import { PSEUDONYM } from './personal.ts';

type Args = Readonly<Record<string, unknown>>;

/**
 * Whoever may not see personal data must not find it out by trying: no search in e-mail addresses and employee ids, and owners by
 * key only. `given`: arguments as they came, with pseudonyms. Errors: `personal-search`.
 */
export function checkArguments(field: string, { filter }: Args): void {
  const { text, owner } = (filter ?? {}) as { readonly text?: unknown; readonly owner?: unknown };
  if (field === 'humanTable' && typeof text === 'string' && text !== '')
    throw inputError('personal-search', 'People are searched by e-mail and employee id: your role does not see these');
  if (field === 'agents' && typeof owner === 'string' && !PSEUDONYM.test(owner) && !owner.startsWith('team:'))
    throw inputError('personal-search', 'The owner must be given as a key', { hint: 'Take the key from an answer.' });
}

interface Subject {
  readonly label: string;
  readonly id: string;
  readonly name: string | undefined;
}

/**
 * Answers what a person is looked up by only when that is their name or whole key: beginnings of names, keys, e-mail addresses and
 * logins are all tried, and whoever may not see these must not find them letter by letter. What could be several is nothing then.
 */
export async function openly(ask: () => unknown, { id, kind, label }: Args, nullable: boolean): Promise<unknown> {
  const found = await (typeof id === 'string' ? orNothing(ask) : ask());
  const subject = typeof id === 'string' ? subjectOf(found) : undefined;
  if (found !== undefined && (subject === undefined || isNamed(subject, String(id)))) return found;
  if (nullable) return null;
  const what = [kind, label].find((one) => typeof one === 'string') ?? 'node';
  throw inputError('node-unknown', `There is no ${String(what).toLowerCase()} "${String(id).slice(0, 120)}"`);
}

function isNamed({ label, id, name }: Subject, text: string): boolean {
  if (label !== 'Human' && label !== 'Principal') return true;
  const isKey = label === 'Human' ? id === text : id.startsWith(text);
  return isKey || (name?.startsWith(text) ?? false);
}

/** Whom an answer is about: itself a node, or with a subject, or found for one. */
function subjectOf(answer: unknown): Subject | undefined {
  const bag = (answer ?? {}) as { readonly subject?: unknown; readonly found?: { readonly subject?: unknown } };
  for (const one of [answer, bag.subject, bag.found?.subject]) {
    const { label, id, props, name } = (one ?? {}) as { label?: unknown; id?: unknown; props?: Args; name?: unknown };
    if (typeof label !== 'string' || typeof id !== 'string') continue;
    const called = props === undefined ? name : props['name'];
    return { label, id, name: typeof called === 'string' ? called : undefined };
  }
  return undefined;
}

async function orNothing(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof KeylineError && thrown.code === 'node-ambiguous') return undefined;
    throw thrown;
  }
}
