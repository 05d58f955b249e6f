import { describe, expect, it } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import { inputError, KeylineError } from '../../src/lib/errors.ts';
import { runCommand } from './support.ts';

const ANSWERING = [
  'import',
  'collect',
  'query',
  'cypher',
  'findings',
  'blast-radius',
  'who-can-reach',
  'rank',
  'what-if',
  'unused',
  'owner',
  'report',
  'sources',
  'doctor',
  'owned-by',
  'handover',
  'confirm',
  'contest',
  'delegate',
  'take-over',
  'acknowledge',
  'assign',
  'accept',
  'withdraw',
  'decisions',
  'digest',
];
const COMMANDS = ['up', ...ANSWERING, 'scan'];

describe('bad usage exits 2, with the help on standard error and nothing on standard output', () => {
  it.each([
    [['flarp'], "unknown command 'flarp'"],
    [['owner'], "missing required argument 'id'"],
    [['owner', 'a', 'b'], 'too many arguments'],
    [['who-can-reach', 'x', '--level', 'Reed'], 'Allowed choices are Read, List, Write, Tagging, Permissions'],
    [['blast-radius', 'x', '--limit', '-3'], 'whole number'],
    [['sources', '--format', 'yaml'], 'Allowed choices are table, json, csv'],
    [['report', 'orphan-owners'], "required option '--out <dir>' not specified"],
    [[], 'Usage: keyline'],
  ])('%j', async (argv, says) => {
    const { code, stdout, stderr } = await runCommand(argv);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(says);
    expect(stderr).toContain('Usage: keyline');
  });

  it('an unknown report is bad input, before any server is asked', async () => {
    const { code, stderr } = await runCommand(['report', 'wibble', '--out', 'x']);
    expect(code).toBe(2);
    expect(stderr).toBe('There is no report "wibble". There are: orphan-owners.');
  });
});

describe('help', () => {
  it.each(COMMANDS)('%s has a description, examples and exit code 0', async (name) => {
    const { code, stdout, stderr } = await runCommand([name, '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain(`Usage: keyline ${name}`);
    expect(stdout).toContain(`Examples:\n  keyline ${name}`);
  });

  it('lists every command and the rules that hold for all', async () => {
    const { stdout } = await runCommand(['--help']);
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect(stdout).toContain('Exit codes: 0 success, 1 failure, 2 bad usage or bad input');
    expect(stdout).toContain('KEYLINE_HOME');
  });

  it('every answering command takes --format table|json|csv', () => {
    const program = programOf({ output: { write() {}, note() {}, width: 0 } } as never);
    const names = program.commands.filter((one) => one.options.some((option) => option.long === '--format'));
    expect(names.map((one) => one.name()).sort()).toEqual([...ANSWERING].sort());
    for (const one of names) {
      const format = one.options.find((option) => option.long === '--format');
      expect(format?.argChoices).toEqual(['table', 'json', 'csv']);
      expect(format?.defaultValue).toBe('table');
    }
  });
});

describe('errors', () => {
  it('a known one is one sentence', async () => {
    const noSession = new KeylineError('graph-gone', 'The graph is away', { source: 'bolt://x', hint: 'Come back.' });
    const { code, stdout, stderr } = await runCommand(['sources'], { noSession });
    expect([code, stdout, stderr]).toEqual([1, '', 'The graph is away (bolt://x). Come back.']);
  });

  it('bad input exits 2', async () => {
    const { code } = await runCommand(['sources'], { noSession: inputError('x', 'no') });
    expect(code).toBe(2);
  });

  it('an unknown one comes with its stack, cleaned of secrets', async () => {
    const secret = `ghp_${'Ab1'.repeat(13)}`;
    const { code, stderr } = await runCommand(['sources'], { noSession: new TypeError(`cannot use ${secret}`) });
    expect(code).toBe(1);
    expect(stderr).toContain('TypeError: cannot use [redacted github-token]');
    expect(stderr).toContain('usage.test.ts');
    expect(stderr).not.toContain(secret);
  });

  it('what was cancelled says so', async () => {
    const signal = AbortSignal.abort();
    const { code, stderr } = await runCommand(['sources'], { signal, noSession: new Error('aborted somewhere') });
    expect([code, stderr]).toEqual([1, 'Cancelled.']);
  });
});
