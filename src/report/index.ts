export { reportCsv } from './csv.ts';
export type { Destination } from './deliver.ts';
export { type Delivered, findReport, makeReport, type ReportSession, reportIds } from './make.ts';
export { destinationsOf, reportSchedules, type ScheduledReport } from './schedules.ts';
export type { Report, ReportItem, ReportSummary, ResolvedItem, ToldItem } from './types.ts';
