export {
  type AnyCollector,
  type CollectorSpec,
  type ConnectContext,
  type Connection,
  defineCollector,
  type GivenPermissions,
  type TestFaith,
} from './collector.ts';
export { DeniedError, ForeignLinkError, isDenied, MalformedError, problemOf } from './errors.ts';
export { type CsvRow, csvRows } from './files/csv.ts';
export type { AskKnownLines, FileFormat, ImportFile, ImportItem } from './files/format.ts';
export { type JsonItem, jsonItems, topLevelKeys } from './files/json.ts';
export { type Line, lines } from './files/lines.ts';
export { holdsNone, type Mark, unmarked } from './files/mark.ts';
export { HttpClient, type HttpClientOptions, HttpError, nextLink } from './http.ts';
export { type ImportReport, importPaths } from './import.ts';
export type { FileReport } from './import-file.ts';
export { type OutcomeStatus, type Problem, ProblemLog, problemLine, type StepOutcome } from './outcome.ts';
export { type RunContext, runStep, type StepReport } from './run.ts';
export { claimOf, type KnownLines, type RunSink, type StepKey, type StepResult, type StepSink } from './sink.ts';
export { type AnyStep, type FetchContext, type MapContext, type StepMode, type StepSpec, step } from './step.ts';
