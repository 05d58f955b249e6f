/**
 * `npm start` and `npm test` on a bare machine: checks what must be there, installs what can be installed, and runs the
 * TypeScript with the Node 24 of node_modules. Plain JavaScript without dependencies, for Node 20 and newer.
 *
 *   node scripts/bootstrap.mjs start [args…]       the service
 *   node scripts/bootstrap.mjs test [args…]        the tests; the last line is "N passed, N failed"
 *   node scripts/bootstrap.mjs run <file.ts> [args…]
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { chooseGraphEngine } from '../src/graph/server/prerequisites.mjs';
import { installChromium } from './chromium.mjs';
import { runToEnd } from './lifetime.mjs';
import { PAGE_HOME, pageHash } from './page-sources.mjs';

const ROOT = resolve(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..');
const NODE = join(ROOT, 'node_modules/.bin/node');
const VENV = join(ROOT, '.keyline-test/venv');
const RESULTS = join(ROOT, '.keyline-test/results');
// What Node has compiled before it need not compile again: the service starts a second sooner.
const COMPILED = join(ROOT, 'node_modules/.cache/keyline');
// Those that take longest first.
const PROJECTS = ['company', 'unit', 'graph', 'server'];
const PROVISION = join(ROOT, 'scripts/provision.ts');

const [command = '', ...args] = process.argv.slice(2);
if (command === 'start') await start(args);
else if (command === 'test') await test(args);
else if (command === 'run' && args.length > 0) await run(args);
else stop('Usage: node scripts/bootstrap.mjs start|test|run <file.ts> [arguments]', 2);

async function start(rest) {
  checkNode();
  checkGraphEngine();
  installPackages();
  buildPage();
  const env = { NODE_COMPILE_CACHE: COMPILED, ...process.env };
  process.exit(await runToEnd(NODE, [join(ROOT, 'src/main.ts'), ...rest], env));
}

async function run([file, ...rest]) {
  checkNode();
  installPackages();
  process.exit(await runToEnd(NODE, [resolve(file), ...rest], process.env));
}

async function test(rest) {
  checkNode();
  checkGraphEngine();
  const python = checkPython();
  const chromium = installChromium();
  const pythonServers = installPythonServers(python);
  installPackages();
  must(NODE, [PROVISION], 'Neo4j could not be prepared for the tests.');
  await pythonServers;
  const missing = await chromium;
  if (missing !== undefined) stop(missing);
  const runs = rest.length === 0 ? await runEverything() : [await runTests('tests', rest)];
  const failure = runs.find(({ exitCode }) => exitCode !== 0)?.exitCode ?? 0;
  const [passed, failed] = ['passed', 'failed'].map((name) => runs.reduce((sum, run) => sum + run[name], 0));
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failure !== 0 || failed === 0 ? failure : 1;
}

/** Two projects at a time, one for each of two cores: the graph's wait for a database that uses one. */
async function runEverything() {
  mkdirSync(RESULTS, { recursive: true });
  const waiting = [...PROJECTS];
  const runs = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) runs.push(await runQuietly(next));
  };
  await Promise.all([lane(), lane()]);
  return runs;
}

/** Runs the tests of a project and prints at its end what it had to say. */
async function runQuietly(project) {
  const printed = join(RESULTS, `${project}.log`);
  tell(`Running the tests of ${project}`);
  const run = await runTests(project, ['--project', project], openSync(printed, 'w'));
  process.stdout.write(readFileSync(printed));
  return run;
}

/** One run of vitest. One that ended badly has a failure, even when no test was there to fail. */
async function runTests(name, args, output) {
  const summary = join(RESULTS, `${name}.json`);
  rmSync(summary, { force: true });
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, KEYLINE_TEST_SUMMARY: summary };
  const exitCode = await runToEnd(NODE, [vitest, 'run', ...args], env, output);
  const { passed, failed } = existsSync(summary) ? JSON.parse(readFileSync(summary, 'utf8')) : { passed: 0, failed: 0 };
  return { exitCode, passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

function checkNode() {
  if (Number.parseInt(process.versions.node, 10) >= 20) return;
  stop(`Keyline needs Node 20 or newer, and this is ${process.versions.node}: install it from https://nodejs.org.`);
}

function checkGraphEngine() {
  // What is fetched once needs no Maven again; only the server itself knows whether it is, so a fetched Neo4j counts.
  const engine = chooseGraphEngine(process.env, existsSync(join(ROOT, '.keyline/neo4j')));
  if (engine.kind === 'missing') stop(engine.sentence);
}

function checkPython() {
  const python = ['python3', 'python'].find((name) => {
    return spawnSync(name, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))']).status === 0;
  });
  return (
    python ?? stop('The tests need Python 3.9 or newer with venv: install it (Debian: apt-get install python3-venv).')
  );
}

/** node_modules as package.json and package-lock.json say; nothing to do while they are unchanged. */
function installPackages() {
  const stamp = join(ROOT, 'node_modules/.keyline-stamp');
  const wanted = hashOf('package.json', 'package-lock.json');
  if (isStamped(stamp, wanted) && existsSync(NODE)) return;
  tell('Installing packages');
  // --no-save: the lock file is read, and left as it is whatever the version of npm.
  must(npm(), ['install', '--no-save', '--no-audit', '--no-fund'], 'npm install failed.');
  writeFileSync(stamp, wanted);
}

/** The web page, unless it is there: beside the service and behind it, so that this answers as soon as without a page. */
function buildPage() {
  if (isStamped(join(PAGE_HOME, 'current'), pageHash())) return;
  const builder = spawn(NODE, [join(ROOT, 'scripts/build-page.ts')], { cwd: ROOT, stdio: ['ignore', 'ignore', 2] });
  builder.once('error', (error) => tell(`The web page could not be built: ${error.message}`));
  if (builder.pid !== undefined) setPriority(builder.pid, constants.priority.PRIORITY_LOW);
  process.once('exit', () => builder.kill());
}

/** The npm that runs this script, else the one of PATH. */
function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

/** moto and ministack, the AWS test servers, in an environment of their own; beside the other preparations. */
async function installPythonServers(python) {
  const stamp = join(VENV, '.keyline-stamp');
  const wanted = hashOf('test/requirements.txt');
  if (isStamped(stamp, wanted)) return;
  tell('Installing the AWS test servers (moto, ministack)');
  mkdirSync(dirname(VENV), { recursive: true });
  must(python, ['-m', 'venv', '--clear', VENV], 'The Python environment of the tests could not be made.');
  const requirements = join(ROOT, 'test/requirements.txt');
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check', '-r', requirements];
  const child = spawn(join(VENV, 'bin/python'), pip, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  process.once('exit', () => child.kill());
  const exitCode = await new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  });
  if (exitCode !== 0) stop('pip could not install the AWS test servers.');
  writeFileSync(stamp, wanted);
}

function hashOf(...files) {
  const sum = createHash('sha256');
  for (const file of files) sum.update(readFileSync(join(ROOT, file))).update('\0');
  return sum.digest('hex');
}

function isStamped(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

/** Runs a preparing command with its output on standard error, and ends this process when it fails. */
function must(file, list, sentence) {
  const { status } = spawnSync(file, list, { cwd: ROOT, stdio: ['inherit', 2, 2] });
  if (status !== 0) stop(sentence);
}

function tell(message) {
  process.stderr.write(`${message} …\n`);
}

function stop(sentence, exitCode = 1) {
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCode);
}
