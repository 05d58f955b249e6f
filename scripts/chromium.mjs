/** The Chromium that the tests of the page drive. Plain JavaScript: the bootstrap installs it where it may. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium: that of CHROMIUM_PATH, else one that is installed; nothing where there is none. */
export function chromiumPath() {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE].find(canRun);
}

/** Installs it where it is missing and may be installed. Returns a sentence where it is missing still. */
export async function installChromium() {
  if (chromiumPath() !== undefined) return undefined;
  if (process.getuid?.() === 0 && (await runs('apt-get', ['--version']))) {
    process.stderr.write('Installing Chromium, for the tests of the page …\n');
    await runs('apt-get', ['update', '-qq']);
    await runs('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  if (chromiumPath() !== undefined) return undefined;
  return 'The tests of the page need Chromium: install it (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.';
}

function runs(file, list) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return new Promise((resolve) => {
    const child = spawn(file, list, { stdio: 'ignore', env });
    process.once('exit', () => child.kill());
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
