/**
 * One life for a chain of processes (npm → bootstrap → service): signals go down, exit codes come up, and who loses its
 * parent ends in good order, because a killed parent can pass nothing on.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const WATCH_MS = 500;
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a Node script to its end and returns its exit code, 128 + the number of the signal that ended it. `output`: a file
 * that takes what it prints, instead of this process's own output.
 */
export function runToEnd(node, args, env, output = 'inherit') {
  const watch = fileURLToPath(new URL('./end-with-parent.mjs', import.meta.url));
  const child = spawn(node, ['--import', watch, ...args], {
    stdio: ['inherit', output, output],
    env: { ...env, KEYLINE_PARENT_PID: String(process.pid) },
  });
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      // Ctrl-C reaches every process of the terminal; passing it on would look like a second, impatient one.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  // Run by npm, this process has no use without it; run by hand, it may outlive its shell (nohup).
  if (process.env.npm_lifecycle_event !== undefined) whenParentEnds(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** Calls back once when this process gets another parent. There is no event for it: it is looked at twice a second. */
export function whenParentEnds(callback) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, WATCH_MS);
  timer.unref();
}
