import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/graph/server/freePort.ts';

const VENV_BIN = resolve(import.meta.dirname, '../../.keyline-test/venv/bin');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/** A running AWS emulator on loopback. */
export interface PythonServer {
  /** For `endpoint` of an AWS SDK client: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** moto: IAM, STS, Secrets Manager, Organizations, Identity Center. What it cannot do: docs of the collectors. */
export async function startMoto(): Promise<PythonServer> {
  const port = await freePort();
  return startServer('moto_server', ['-p', String(port), '-H', '127.0.0.1'], {}, port, '/moto-api/');
}

/** ministack: CloudTrail LookupEvents, Bedrock agents, and a second opinion on IAM. */
export async function startMinistack(): Promise<PythonServer> {
  const port = await freePort();
  const variables = {
    // Without it, it listens on every interface; the MQTT port is always the same one.
    BIND_HOST: '127.0.0.1',
    IOT_MTLS_ENABLED: '0',
    CLOUDTRAIL_RECORDING: '1',
    GATEWAY_PORT: String(port),
  };
  return startServer('ministack', [], variables, port, '/_ministack/health');
}

async function startServer(
  name: string,
  args: readonly string[],
  variables: Record<string, string>,
  port: number,
  healthPath: string,
): Promise<PythonServer> {
  const command = join(VENV_BIN, name);
  if (!existsSync(command)) throw new Error(`${name} is not installed: run the tests with npm test, which installs it`);
  const child = spawn(command, args, { env: { ...process.env, ...variables }, stdio: 'ignore' });
  await once(child, 'spawn');
  // A test run that is cut short must not leave the server behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilAnswering(child, `${url}${healthPath}`, name);
  } catch (error) {
    await stopChild(child, kill);
    throw error;
  }
  return { url, pid: child.pid ?? 0, stop: () => stopChild(child, kill) };
}

async function untilAnswering(child: ChildProcess, url: string, name: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new Error(`${name} ended with exit code ${child.exitCode}`);
    // Any answer will do: the server listens.
    const answered = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  throw new Error(`${name} did not answer within ${START_TIMEOUT_MS / 1000} s`);
}

async function stopChild(child: ChildProcess, kill: () => void): Promise<void> {
  process.off('exit', kill);
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(kill, STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
