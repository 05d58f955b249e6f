import type { Tree } from './grammar.ts';
import { FUNCTIONS, PROCEDURES } from './language/functions.ts';
import { shown } from './tokens.ts';
import { nearest, unquoted, wordsOf } from './tree.ts';

const MAX_RANGE = 1_000_000;

/** Only listed functions, by their own names, and no list of millions. */
export function judgeFunction(call: Tree): string | undefined {
  const [nameTree] = nearest(call, 'functionName');
  const name = nameOf(nameTree);
  if (name === undefined || !FUNCTIONS.has(name.toLowerCase())) {
    return `the function ${shown(name ?? wordsOf(nameTree ?? call).join(''))} is not on the list of those that only compute`;
  }
  return name.toLowerCase() === 'range' ? judgeRange(call) : undefined;
}

/** Only listed procedures. */
export function judgeProcedure(call: Tree): string | undefined {
  const [nameTree] = nearest(call, 'procedureName');
  const name = nameOf(nameTree);
  if (name !== undefined && PROCEDURES.has(name)) return undefined;
  const asked = shown(name ?? wordsOf(nameTree ?? call).join(''));
  return `the procedure ${asked} is not among ${[...PROCEDURES].join(', ')}`;
}

/** A name of parts; none when a part in backticks has a dot of its own, which hides where the parts begin. */
function nameOf(tree: Tree | undefined): string | undefined {
  if (tree === undefined) return undefined;
  const parts = wordsOf(tree)
    .filter((word) => word !== '.')
    .map(unquoted);
  return parts.some((part) => part.includes('.')) ? undefined : parts.join('.');
}

function judgeRange(call: Tree): string | undefined {
  const [from, to, step = 1] = nearest(call, 'functionArgument').map((one) => wholeOf(wordsOf(one).join('')));
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return undefined;
  const count = Math.abs(to - from) / Math.max(1, Math.abs(step));
  return count > MAX_RANGE ? `a range has at most ${MAX_RANGE.toLocaleString('en')} numbers` : undefined;
}

/** A literal number, also written as arithmetic of literals (`10^9`, `1000 * 1000`); not a number for what is known later. */
function wholeOf(text: string): number {
  const plain = text.replaceAll('_', '').toLowerCase();
  if (!/^[-+*/^().0-9a-fx]+$/.test(plain)) return Number.NaN;
  const factors = plain.split('*').map(powerOf);
  return factors.reduce((product, factor) => product * factor, 1);
}

function powerOf(text: string): number {
  const [base, ...exponents] = text.split('^').map((part) => Number(part.replaceAll(/[()]/g, '')));
  return exponents.reduce<number>((value, exponent) => value ** exponent, base ?? Number.NaN);
}
