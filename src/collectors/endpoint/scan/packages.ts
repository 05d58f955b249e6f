import type { PackageSpec } from '../document.ts';

/** The last part of a command's path, without the extension that Windows adds. */
export function commandName(command: string): string {
  return (command.trim().split(/[\\/]/).at(-1) ?? '').replace(/\.(?:exe|cmd|bat|ps1)$/i, '').slice(0, 100);
}

/** The package that a command line starts: `npx -y pkg@1`, `uvx pkg==1`, `docker run image:1`, `deno run npm:pkg`. */
export function packageOf(command: string, args: readonly string[]): PackageSpec | undefined {
  const name = commandName(command);
  const start = STARTERS[name];
  if (start !== undefined) return start(args);
  if (name === 'cmd' || name === 'env') return nested(args);
  return undefined;
}

const STARTERS: Readonly<Record<string, (args: readonly string[]) => PackageSpec | undefined>> = {
  npx: (args) => npm(flagValue(args, ['-p', '--package']) ?? firstWord(args)),
  bunx: (args) => npm(firstWord(args)),
  pnpx: (args) => npm(firstWord(args)),
  npm: (args) => after(args, ['exec', 'x'], (rest) => npm(flagValue(rest, ['-p', '--package']) ?? firstWord(rest))),
  pnpm: (args) => after(args, ['dlx'], (rest) => npm(firstWord(rest))),
  yarn: (args) => after(args, ['dlx'], (rest) => npm(firstWord(rest))),
  bun: (args) => after(args, ['x'], (rest) => npm(firstWord(rest))),
  uvx: uvx,
  uv: (args) => after(args, ['tool'], (rest) => after(rest, ['run'], uvx)),
  pipx: (args) => after(args, ['run'], (rest) => pypi(flagValue(rest, ['--spec']) ?? firstWord(rest))),
  docker: (args) => after(args, ['run'], (rest) => image(imageWord(rest))),
  podman: (args) => after(args, ['run'], (rest) => image(imageWord(rest))),
  deno: (args) => after(args, ['run'], (rest) => deno(firstWord(rest))),
};

/** `cmd /c npx …` and `env NAME=value npx …`. */
function nested(args: readonly string[]): PackageSpec | undefined {
  const at = args.findIndex((arg) => !/^[/-]/.test(arg) && !/^\w+=/.test(arg));
  const command = args[at];
  return command === undefined || ['cmd', 'env'].includes(commandName(command))
    ? undefined
    : packageOf(command, args.slice(at + 1));
}

function uvx(args: readonly string[]): PackageSpec | undefined {
  return pypi(flagValue(args, ['--from']) ?? firstWord(args, ['--with', '--python', '-p', '--index-url']));
}

function after<T>(
  args: readonly string[],
  words: readonly string[],
  then: (rest: readonly string[]) => T,
): T | undefined {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  return at >= 0 && words.includes(args[at] ?? '') ? then(args.slice(at + 1)) : undefined;
}

/** The first argument that is no flag; flags in `withValue` take the next argument with them. */
function firstWord(args: readonly string[], withValue: readonly string[] = []): string | undefined {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) return arg;
    if (withValue.includes(arg)) at += 1;
  }
  return undefined;
}

function flagValue(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [at, arg] of args.entries()) {
    if (names.includes(arg)) return args[at + 1];
    const [name = '', value] = arg.split('=', 2);
    if (value !== undefined && names.includes(name)) return value;
  }
  return undefined;
}

/** Flags of `docker run` that stand alone; every other one without `=` takes a value. */
const LONE =
  /^(?:-[itdP]+|--(?:rm|init|interactive|tty|detach|privileged|read-only|publish-all|sig-proxy|no-healthcheck|oom-kill-disable))$/;

function imageWord(args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) return arg;
    if (!LONE.test(arg) && !arg.includes('=')) at += 1;
  }
  return undefined;
}

const EXACT = /^v?\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/;
const NPM = /^(@[\w.~-]+\/[\w.~-]+|[\w.~-]+)(?:@(.+))?$/;

function npm(spec: string | undefined): PackageSpec | undefined {
  const match = NPM.exec(spec ?? '');
  return match?.[1] === undefined ? undefined : specOf('npm', match[1].toLowerCase(), match[2]);
}

/** PEP 503: runs of `-`, `_` and `.` are one dash. */
function pypi(spec: string | undefined): PackageSpec | undefined {
  const match = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?(?:@(.+)|==(.+)|((?:[<>~!]=?).+))?$/.exec(spec ?? '');
  if (match?.[1] === undefined) return undefined;
  return specOf('pypi', match[1].toLowerCase().replaceAll(/[-_.]+/g, '-'), match[2] ?? match[3] ?? match[4]);
}

function image(spec: string | undefined): PackageSpec | undefined {
  const match = /^((?:[\w.-]+(?::\d+)?\/)?[\w./-]+?)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(spec ?? '');
  if (match?.[1] === undefined) return undefined;
  return { ...specOf('docker', match[1].toLowerCase(), match[3] ?? match[2]), pinned: match[3] !== undefined };
}

function deno(spec: string | undefined): PackageSpec | undefined {
  if (spec?.startsWith('npm:') === true) return npm(spec.slice(4).replace(/^\//, ''));
  const match = /^jsr:(@[\w-]+\/[\w-]+)(?:@(.+))?$/.exec(spec ?? '');
  return match?.[1] === undefined ? undefined : specOf('jsr', match[1], match[2]);
}

function specOf(ecosystem: string, name: string, version: string | undefined): PackageSpec {
  const pinned = version !== undefined && EXACT.test(version);
  return version === undefined
    ? { ecosystem, name, pinned }
    : { ecosystem, name, version: version.slice(0, 100), pinned };
}
