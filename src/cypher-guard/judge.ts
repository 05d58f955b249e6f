import { judgeFunction, judgeProcedure } from './calls.ts';
import { judgeCharacters } from './characters.ts';
import { lex, type SyntaxProblem, type Tree } from './grammar.ts';
import { REASONS, RULES } from './language/rules.ts';
import { isShortest, judgeQuantifier, judgeRelationship, judgeUnconnected, variablesOf } from './paths.ts';
import { judgeTokens, placeOf, shown } from './tokens.ts';
import { hasToken, wordsOf } from './tree.ts';
import { ALLOWED, type Refusal, refused, type Verdict } from './verdict.ts';

/**
 * Whether a Cypher statement only reads the graph. It is parsed with Neo4j's own grammar, and every rule in its tree must be
 * on the list of what is allowed (`language/`), every function and procedure too; there is no list of what is forbidden.
 * What cannot be parsed is refused. Never throws for a text.
 */
export async function judge(text: string): Promise<Verdict> {
  const early = judgeCharacters(text);
  if (early !== undefined) return early;
  const lexed = await lex(text);
  const byTokens = judgeTokens(lexed);
  if (byTokens !== undefined) return byTokens;
  const { tree, problems } = lexed.parse();
  if (tree === undefined) return unreadable(problems);
  return judgeTree(tree, { shortest: false, seen: new Set() }) ?? ALLOWED;
}

/** What is known on the way down. */
interface Around {
  /** Within a pattern of which only the shortest ways are asked for. */
  readonly shortest: boolean;
  /** Variables named so far; it grows as the statement is read. */
  readonly seen: Set<string>;
}

function judgeTree(tree: Tree, around: Around): Refusal | undefined {
  if (tree.rule === undefined) return undefined;
  if (!RULES.has(tree.rule)) return refused(reasonOf(tree), placeOf(tree.token));
  const reason = CHECKS[tree.rule]?.(tree, around);
  if (reason !== undefined) return refused(reason, placeOf(tree.token));
  const below = isShortest(tree) ? { ...around, shortest: true } : around;
  for (const child of tree.children) {
    const found = judgeTree(child, below);
    if (found !== undefined) return found;
  }
  if (tree.rule === 'clause') for (const name of variablesOf(tree)) around.seen.add(name);
  return undefined;
}

type Check = (tree: Tree, around: Around) => string | undefined;

/** What rules that are allowed must keep to. */
const CHECKS: Readonly<Record<string, Check>> = {
  statementsOrCommands: ({ children }) =>
    children.filter(({ rule }) => rule !== undefined).length > 1 ? 'it is more than one statement' : undefined,
  nextStatement: (tree) => (hasToken(tree, 'NEXT') ? 'NEXT is not available' : undefined),
  singleQuery: (tree) => (hasToken(tree, '{') ? 'a statement cannot begin with a brace' : undefined),
  functionInvocation: judgeFunction,
  callClause: judgeProcedure,
  matchClause: (tree, { seen }) => judgeUnconnected(tree, seen),
  relationshipPattern: (tree, { shortest }) => judgeRelationship(tree, shortest),
  patternElement: (tree, { shortest }) => judgeRepeated(tree, shortest),
  parenthesizedPath: (tree, { shortest }) => {
    const quantifier = tree.children.find(({ rule }) => rule === 'quantifier');
    return quantifier === undefined ? undefined : judgeQuantifier(tree, quantifier, shortest);
  },
};

/** A quantifier stands behind the relationship that it repeats. */
function judgeRepeated({ children }: Tree, shortest: boolean): string | undefined {
  for (const [at, quantifier] of children.entries()) {
    const repeated = children[at - 1];
    if (quantifier.rule !== 'quantifier' || repeated === undefined) continue;
    const reason = judgeQuantifier(repeated, quantifier, shortest);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function reasonOf(tree: Tree): string {
  const known = REASONS[tree.rule ?? ''];
  if (known !== undefined) return known;
  return `${shown(wordsOf(tree).slice(0, 6).join(' '))} is not among what a reading statement may hold`;
}

function unreadable([problem]: readonly SyntaxProblem[]): Refusal {
  if (problem === undefined) return refused('it cannot be read', { line: 1, column: 1 });
  const word = /'((?:[^']|'(?!\s|$))*)'/.exec(problem.message)?.[1];
  const what =
    word === undefined || word === '<EOF>'
      ? 'it ends too early or cannot be read'
      : `it cannot be read at ${shown(word)}`;
  return refused(what, problem);
}
