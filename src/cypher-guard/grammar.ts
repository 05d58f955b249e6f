import { BaseErrorListener, CharStream, CommonTokenStream, type Parser, PredictionMode, type Token } from 'antlr4ng';

/** A place in the tree: a rule with children, or a token. */
export interface Tree {
  /** Name of the rule; none for a token. */
  readonly rule: string | undefined;
  readonly children: readonly Tree[];
  /** The first token of it. */
  readonly token: Token;
}

export interface SyntaxProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface Lexed {
  /** Tokens that mean something: no white space and no comments. */
  readonly tokens: readonly Token[];
  /** White space, in the order of the text. */
  readonly spaces: readonly Token[];
  readonly problems: readonly SyntaxProblem[];
  /** Name of a token's kind. */
  readonly kindOf: (token: Token) => string;
  readonly parse: () => { readonly tree: Tree | undefined; readonly problems: readonly SyntaxProblem[] };
}

type LexerClass = new (input: CharStream) => ConstructorParameters<typeof CommonTokenStream>[0] & Listening & Named;
type ParserClass = new (tokens: CommonTokenStream) => Parser & { statementsOrCommands(): RuleNode };

interface Listening {
  removeErrorListeners(): void;
  addErrorListener(listener: BaseErrorListener): void;
}

interface Named {
  readonly vocabulary: { getSymbolicName(kind: number): string | null };
}

interface RuleNode {
  readonly ruleIndex: number;
  readonly children: readonly (RuleNode | TokenNode)[];
  readonly start: Token | null;
}

interface TokenNode {
  readonly symbol: Token;
}

interface Grammar {
  readonly Lexer: LexerClass;
  readonly Parser: ParserClass;
}

let loading: Promise<Grammar> | undefined;

/**
 * Neo4j's own grammar, from the package that its editors use. The package's entry would also load the analysis of a whole
 * editor (a second, 280 MB); the two generated files need a third of a second and 50 MB. The version is pinned.
 */
function grammar(): Promise<Grammar> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Grammar> {
  const entry = import.meta.resolve('@neo4j-cypher/language-support');
  const [lexer, parser] = await Promise.all([
    import(new URL('generated-parser/CypherCmdLexer.js', entry).href) as Promise<{ CypherCmdLexer: LexerClass }>,
    import(new URL('generated-parser/CypherCmdParser.js', entry).href) as Promise<{ CypherCmdParser: ParserClass }>,
  ]);
  return { Lexer: lexer.CypherCmdLexer, Parser: parser.CypherCmdParser };
}

/** The tokens of a text, and its tree when asked for. */
export async function lex(text: string): Promise<Lexed> {
  const { Lexer, Parser } = await grammar();
  const heard = new Listener();
  const lexer = new Lexer(CharStream.fromString(text));
  lexer.removeErrorListeners();
  lexer.addErrorListener(heard);
  const stream = new CommonTokenStream(lexer);
  stream.fill();
  const all = stream.getTokens();
  const kindOf = (token: Token): string => lexer.vocabulary.getSymbolicName(token.type) ?? '';
  return {
    tokens: all.filter((token) => token.channel === 0 && kindOf(token) !== 'EOF'),
    spaces: all.filter((token) => kindOf(token) === 'SPACE'),
    problems: heard.problems,
    kindOf,
    parse: () => parse(new Parser(stream)),
  };
}

/** The quick way first (SLL): what it reads without an error is read rightly. The thorough way (LL) for the rest. */
function parse(parser: InstanceType<ParserClass>): ReturnType<Lexed['parse']> {
  const quick = attempt(parser, PredictionMode.SLL);
  return quick.tree === undefined ? attempt(parser, PredictionMode.LL) : quick;
}

function attempt(parser: InstanceType<ParserClass>, mode: number): ReturnType<Lexed['parse']> {
  const heard = new Listener();
  parser.reset();
  parser.removeErrorListeners();
  parser.addErrorListener(heard);
  parser.interpreter.predictionMode = mode;
  const root = parser.statementsOrCommands();
  return { tree: heard.problems.length > 0 ? undefined : treeOf(root, parser.ruleNames), problems: heard.problems };
}

function treeOf(node: RuleNode | TokenNode, names: readonly string[]): Tree | undefined {
  if ('symbol' in node) return { rule: undefined, children: [], token: node.symbol };
  if (node.start === null) return undefined;
  const children = node.children.map((child) => treeOf(child, names)).filter((child) => child !== undefined);
  return { rule: names[node.ruleIndex] ?? '', children, token: node.start };
}

class Listener extends BaseErrorListener {
  readonly problems: SyntaxProblem[] = [];

  override syntaxError(_source: unknown, _token: unknown, line: number, column: number, message: string): void {
    this.problems.push({ message, line, column: column + 1 });
  }
}
