import { type Command, Option } from 'commander';
import { type ApiKey, ApiKeys, ROLES, type Role } from '../../auth/index.ts';
import { instantOf, systemClock } from '../../lib/clock.ts';
import { inputError } from '../../lib/errors.ts';
import { keylineHome } from '../../lib/home.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, printTable } from '../output.ts';

interface CreateOptions {
  readonly name: string;
  readonly role: Role;
  readonly team: readonly string[];
  readonly environment: readonly string[];
  readonly expires: string;
}

/** `keyline api-key create | list | revoke` */
export function registerApiKey(program: Command, context: CommandContext): void {
  const { output } = context;
  const keys = program.command('api-key').description('Keys with which tools ask over HTTP');
  keys
    .command('create')
    .description('Make a key; it is shown once and kept as a hash')
    .requiredOption('--name <text>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--team <key>', 'only agents of this team; can be given again', collect, [])
    .option('--environment <name>', 'only this environment; can be given again', collect, [])
    .option('--expires <days>', 'when it ends: `90d`, or `never`', '90d')
    .action((options: CreateOptions) => {
      const { key, kept } = new ApiKeys(keylineHome(), systemClock).create({
        name: options.name,
        role: options.role,
        teams: [...options.team],
        environments: [...options.environment],
        ...expiryOf(options.expires),
      });
      output.write(key);
      output.note(`Key ${kept.id} for "${kept.name}" (${kept.role}), ${endOf(kept)}. It is not shown again.`);
    });
  keys
    .command('list')
    .description('Every key that was made; never the keys themselves')
    .addOption(formatOption())
    .action(({ format }: { format: Format }) => {
      const rows = new ApiKeys(keylineHome(), systemClock).list().map(({ hash: _, ...shown }) => ({
        ...shown,
        state: stateOf(shown),
      }));
      const columns = ['id', 'name', 'role', 'teams', 'environments', 'createdAt', 'expiresAt', 'revokedAt', 'state'];
      printTable({ columns, rows }, format, output);
    });
  keys
    .command('revoke')
    .description('End a key; the next request with it is refused')
    .argument('<id>', 'its id, or an unambiguous beginning of it')
    .action((id: string) => {
      const { id: whole, name } = new ApiKeys(keylineHome(), systemClock).revoke(id);
      output.note(`Key ${whole} for "${name}" is revoked.`);
    });
}

function collect(one: string, all: readonly string[]): readonly string[] {
  return [...all, one];
}

/** Errors: `api-key-expiry`. */
function expiryOf(text: string): { readonly expiresAt?: string } {
  if (text === 'never') return {};
  const days = Number(/^(\d{1,4})d$/.exec(text)?.[1]);
  if (!(days >= 1)) throw inputError('api-key-expiry', `"${text}" is neither days (\`90d\`) nor \`never\``);
  return { expiresAt: instantOf(systemClock.now() + days * 86_400_000) };
}

function endOf({ expiresAt }: ApiKey): string {
  return expiresAt === undefined ? 'without an end' : `until ${expiresAt.slice(0, 10)}`;
}

function stateOf({ revokedAt, expiresAt }: Omit<ApiKey, 'hash'>): string {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && Date.parse(expiresAt) <= systemClock.now() ? 'ended' : 'good';
}
