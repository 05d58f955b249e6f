/**
 * Every rule of the grammar (`Cypher25Parser.g4`, `CypherPreParser.g4` and `CypherCmdParser.g4` of
 * `@neo4j-cypher/language-support`) that may stand in a statement. What is not named here is refused, also what a later
 * version of the language adds.
 */
const NAMES: Readonly<Record<string, string>> = {
  statement:
    'statementsOrCommands statementOrCommand preparsedStatement statement queryWithLocalDefinitions nextStatement ' +
    'regularQuery union singleQuery clause',
  clause:
    'returnClause returnBody returnItem returnItems orderItem ascToken descToken orderBy skip limit whereClause ' +
    'withClause matchClause hint nonEmptyNameList labelOrRelType unwindClause callClause procedureName ' +
    'procedureArgument procedureResultItem subqueryClause subqueryScope orderBySkipLimitClause',
  pattern:
    'patternList pattern quantifier anonymousPattern shortestPathPattern patternElement pathPatternPrefix ' +
    'nonNegativeIntegerSpecification groupToken pathToken pathPatternNonEmpty nodePattern parenthesizedPath ' +
    'labelType properties relationshipPattern leftArrow arrowLine rightArrow pathLength labelExpression ' +
    'labelExpression4 labelExpression3 labelExpression2 labelExpression1',
  expression:
    'expression expression11 expression10 expression9 expression8 expression7 comparisonExpression6 normalForm ' +
    'expression6 expression5 expression4 expression3 expression2 postFix property expression1 caseExpression ' +
    'caseAlternative extendedCaseExpression extendedCaseAlternative extendedWhen listComprehension ' +
    'patternComprehension reduceExpression listItemsPredicate normalizeFunction trimFunction patternExpression ' +
    'shortestPathExpression parenthesizedExpression mapProjection mapProjectionElement countStar existsExpression ' +
    'countExpression collectExpression functionInvocation functionArgument functionName namespace',
  literal:
    'literal numberLiteral signedIntegerLiteral listLiteral map stringLiteral parameter parameterName propertyKeyName ' +
    'type typePart typeName typeNullability typeListSuffix',
  name:
    'variable symbolicVariableNameString escapedSymbolicVariableNameString unescapedSymbolicVariableNameString ' +
    'symbolicNameString escapedSymbolicNameString unescapedSymbolicNameString unescapedSymbolicNameString_ ' +
    'preparserKeyword',
};

export const RULES: ReadonlySet<string> = new Set(Object.values(NAMES).flatMap((names) => names.split(' ')));

/** What is said of rules that are not allowed, where there is more to say than their words. */
export const REASONS: Readonly<Record<string, string>> = {
  createClause: 'CREATE writes',
  insertClause: 'INSERT writes',
  mergeClause: 'MERGE writes',
  setClause: 'SET writes',
  removeClause: 'REMOVE writes',
  deleteClause: 'DELETE writes',
  foreachClause: 'FOREACH writes',
  loadCSVClause: 'LOAD CSV reaches files and other hosts',
  subqueryInTransactionsParameters: 'CALL … IN TRANSACTIONS is not for reading',
  useClause: 'USE leaves this graph',
  composableCommandClauses: 'SHOW and TERMINATE look at and change the database, not the graph',
  command: 'administration commands are not run',
  consoleCommand: 'commands of a console are not run',
  preparserOption: 'EXPLAIN, PROFILE and CYPHER options are not available',
  dynamicAnyAllExpression: 'labels and types that are computed are not allowed; name them',
  dynamicExpression: 'labels and types that are computed are not allowed; name them',
  localDefinition: 'a statement cannot define procedures or functions',
  searchClause: 'SEARCH is not available',
  finishClause: 'a statement has to RETURN something',
};
