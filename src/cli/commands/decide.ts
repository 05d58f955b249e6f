import { type Command, Option } from 'commander';
import { type DecisionInput, type DecisionKind, decisionDesk, subjectLabels } from '../../decisions/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { inputError } from '../../lib/errors.ts';
import { runDerive } from '../../pipeline/derive.ts';
import { followDecision } from '../../pipeline/follow.ts';
import { findNode } from '../../queries/find-node.ts';
import type { CommandContext, CommandSession } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption } from '../output.ts';

interface Verb {
  readonly name: string;
  readonly kind: DecisionKind;
  readonly says: string;
  readonly subject: readonly [name: string, says: string];
  /** Option that names a person. */
  readonly person?: readonly [flag: 'owner' | 'to', says: string, required: boolean];
  readonly until?: boolean;
}

const THING = ['id', 'agent, credential or principal: key, unambiguous beginning of it, or name'] as const;
const FINDING = ['finding', 'key of the finding, or an unambiguous beginning'] as const;

const VERBS: readonly Verb[] = [
  {
    name: 'confirm',
    kind: 'confirm',
    says: 'Confirm the owner of an agent, credential or principal; that outranks inference until its basis changes',
    subject: THING,
    person: ['owner', 'who owns it; default: the owner of now', false],
  },
  {
    name: 'contest',
    kind: 'contest',
    says: 'Contest the owner: they are not inferred again',
    subject: THING,
    person: ['owner', 'who does not own it; default: the owner of now', false],
  },
  {
    name: 'delegate',
    kind: 'delegate',
    says: 'Let somebody else answer for it',
    subject: THING,
    person: ['to', 'who answers for it from now on', true],
  },
  { name: 'take-over', kind: 'take-over', says: 'Answer for it oneself', subject: THING },
  { name: 'acknowledge', kind: 'acknowledge', says: 'Say that somebody looks after a finding', subject: FINDING },
  {
    name: 'assign',
    kind: 'assign',
    says: 'Send a finding to somebody, whatever its rule says',
    subject: FINDING,
    person: ['to', 'to whom it goes', true],
  },
  {
    name: 'accept',
    kind: 'accept',
    says: 'Accept a finding until a date; then it is open again',
    subject: FINDING,
    until: true,
  },
];

interface DecideOptions {
  readonly by: string;
  readonly reason: string;
  readonly owner?: string;
  readonly to?: string;
  readonly until?: string;
  readonly format: Format;
}

/** `keyline confirm`, `contest`, `delegate`, `take-over`, `acknowledge`, `assign`, `accept`, `withdraw`. */
export function registerDecide(program: Command, context: CommandContext): void {
  for (const verb of VERBS) registerVerb(program, verb, context);
  signed(
    program.command('withdraw').description('Take a decision back').argument('<decision>', 'key of the decision'),
  ).action((id: string, options: DecideOptions) => withdraw(id, options, context));
}

function registerVerb(program: Command, verb: Verb, context: CommandContext): void {
  const command = program.command(verb.name).description(verb.says).argument(`<${verb.subject[0]}>`, verb.subject[1]);
  if (verb.person !== undefined) {
    const [flag, says, required] = verb.person;
    command.addOption(new Option(`--${flag} <person>`, says).makeOptionMandatory(required));
  }
  if (verb.until === true) command.requiredOption('--until <date>', 'until when, within 366 days');
  else if (verb.kind === 'delegate') command.option('--until <date>', 'until when; default: until its basis changes');
  signed(command).action((id: string, options: DecideOptions) => decide(verb, id, options, context));
}

/** Every decision has a name and a reason. */
function signed(command: Command): Command {
  return command
    .requiredOption('--by <person>', 'who decides: key, e-mail or unambiguous name')
    .requiredOption('--reason <text>', 'why')
    .addOption(formatOption());
}

async function decide({ kind }: Verb, id: string, options: DecideOptions, context: CommandContext): Promise<void> {
  await context.withSession(async (session) => {
    const { graph } = session;
    const subject = await findNode(graph, id, { labels: subjectLabels(kind) });
    const named = options.owner ?? options.to;
    const input: DecisionInput = {
      kind,
      subject: subject.id,
      by: await personKey(session, options.by),
      reason: options.reason,
      ...(named === undefined ? {} : { person: await personKey(session, named) }),
      ...(options.until === undefined ? {} : { until: instantNamed(options.until) }),
    };
    const decided = await deskOf(session, context).decide(input);
    tell(decided.decision, decided.repeated ? 'It held already' : 'Decided', options.format, context);
  });
}

async function withdraw(id: string, options: DecideOptions, context: CommandContext): Promise<void> {
  await context.withSession(async (session) => {
    const found = await findNode(session.graph, id, { labels: ['Decision'] });
    const by = await personKey(session, options.by);
    const { decision, repeated } = await deskOf(session, context).withdraw({
      id: found.id,
      by,
      reason: options.reason,
    });
    tell(decision, repeated ? 'It had ended already' : 'Withdrawn', options.format, context);
  });
}

/** Owners, and the findings that go with them, follow before the command ends. */
function deskOf(session: CommandSession, { deriveJobs, findingRules }: CommandContext) {
  const jobs = deriveJobs(session.events);
  return decisionDesk(session.graph, session.clock, async (subject) => {
    if (jobs.length === 0) return;
    await followDecision(session, subject, { jobs, rules: findingRules });
    await runDerive(session, jobs, findingRules);
  });
}

function tell(decision: object, word: string, format: Format, { output }: CommandContext): void {
  const rows = Object.entries(decision);
  if (format === 'json') output.write(JSON.stringify(decision, null, 2));
  else if (format === 'csv')
    output.write(`${rows.map(([name]) => name).join(',')}\r\n${rows.map(([, value]) => csvCell(value)).join(',')}`);
  else output.write(`${word}: ${rows.map(([name, value]) => `${name} ${String(value)}`).join('; ')}`);
}

function csvCell(value: unknown): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function personKey({ graph }: CommandSession, text: string): Promise<string> {
  return (await findNode(graph, text, { labels: ['Human'] })).id;
}

function instantNamed(text: string): string {
  const at = toInstant(text);
  if (at === undefined) throw inputError('decision', `until: "${text}" is not a date`, { source: 'until' });
  return at;
}
