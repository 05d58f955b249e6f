import { type DestinationStream, destination, type Logger as PinoLogger, pino } from 'pino';
import { redactText } from './redact.ts';

/** The service's log: JSON lines on standard error, with secrets taken out before they are written. */
export type Logger = PinoLogger;

export interface LogOptions {
  /** `trace` … `fatal` or `silent`; default from `KEYLINE_LOG`, else `info`. */
  readonly level?: string;
  readonly stream?: DestinationStream;
}

/** Every line passes through `redactText`, whatever field it came from: a log is no place for a secret. */
export function createLogger(options: LogOptions = {}): Logger {
  const level = options.level ?? process.env['KEYLINE_LOG'] ?? 'info';
  const sink = options.stream ?? destination({ dest: 2, sync: true });
  const redacting: DestinationStream = { write: (line: string) => sink.write(redactText(line)) };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, redacting);
}
