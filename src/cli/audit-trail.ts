import { userInfo } from 'node:os';
import { AuditTrail, auditText } from '../audit/index.ts';
import { systemClock } from '../lib/clock.ts';
import { readConfig } from '../lib/config.ts';

/** Commands whose work is recorded elsewhere (`up` and `mcp`: each request), or that give no answer and change nothing. */
const NOT_RECORDED: ReadonlySet<string> = new Set(['up', 'mcp', 'audit', 'api-key', 'doctor', 'help']);
/** Commands that change the graph. */
const CHANGES: ReadonlySet<string> = new Set([
  ...[
    'import',
    'collect',
    'confirm',
    'contest',
    'delegate',
    'take-over',
    'acknowledge',
    'assign',
    'accept',
    'withdraw',
  ],
]);

/**
 * Writes a command that was run on this machine into the audit trail of its data directory: who (the account of the machine), what,
 * with which arguments, and how it ended. Errors: those of the trail.
 */
export function recordCommand(home: string, argv: readonly string[], exitCode: number): void {
  const name = argv[0] ?? 'help';
  if (NOT_RECORDED.has(name) || !isRecorded()) return;
  const trail = AuditTrail.open({ home, clock: systemClock, stream: 'cli' });
  try {
    trail.append({
      who: `local:${accountName()}`,
      what: CHANGES.has(name) ? 'change' : 'answer',
      surface: 'cli',
      question: `keyline ${name}`,
      parameters: argv.slice(1).map((one) => auditText(one, 500)),
      outcome: exitCode === 0 ? 'ok' : `exit ${exitCode}`,
    });
  } finally {
    trail.close();
  }
}

/** A configuration that cannot be read says nothing against it. */
function isRecorded(): boolean {
  try {
    return readConfig().audit.enabled;
  } catch {
    return true;
  }
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
