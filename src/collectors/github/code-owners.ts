/** A line of a CODEOWNERS file: whom it names for the paths that the pattern fits. */
export interface OwnerRule {
  readonly pattern: string;
  /** `@user`, `@organisation/team` or an e-mail, as they stand there. */
  readonly owners: readonly string[];
}

const USER = /^@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:_[A-Za-z0-9]+)?$/;
const TEAM = /^@[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** GitHub does not load a larger file. */
const MAX_CHARACTERS = 3_000_000;

/**
 * The rules of a CODEOWNERS file, in their order. Comments and empty lines say nothing; a line that GitHub would not take is left out,
 * as GitHub does. A space in a pattern is escaped with a backslash.
 * https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function codeOwnersOf(text: string): readonly OwnerRule[] {
  if (text.length > MAX_CHARACTERS) return [];
  return text.split(/\r?\n/).flatMap((line) => ruleOf(line) ?? []);
}

function ruleOf(line: string): OwnerRule | undefined {
  const [pattern, ...owners] = wordsOf(line);
  if (pattern === undefined || !owners.every(isOwner)) return undefined;
  return { pattern, owners };
}

/** The words before a comment. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((one) => one.startsWith('#'));
  return comment < 0 ? words : words.slice(0, comment);
}

function isOwner(word: string): boolean {
  return USER.test(word) || TEAM.test(word) || EMAIL.test(word);
}

/** Patterns that fit every file. */
const EVERYTHING: ReadonlySet<string> = new Set(['*', '**', '/', '/**', '/*', '**/*', '/**/*']);

/** Whom the file names for the code as a whole: the owners of the last rule that fits every file. */
export function ownersOfAll(rules: readonly OwnerRule[]): OwnerRule | undefined {
  return rules.findLast(({ pattern }) => EVERYTHING.has(pattern));
}
