import { LIMITS, type VaultCapability, type VaultLimit } from '../../lib/vault-policy.ts';
import { type ActionSet, NO_ACTIONS, type TypeActions } from '../hierarchy/actions.ts';
import { type Judge, type Judgement, union } from '../hierarchy/judge.ts';
import type { Rule } from '../hierarchy/rule.ts';
import { actionName } from './actions.ts';
import { comparePriority } from './pattern.ts';
import { PROBES, type Probe } from './probes.ts';
import type { PathRule } from './rules.ts';

/**
 * On each path the pattern of highest priority decides alone; the lines of all policies with that pattern add up, their
 * limits too, and a deny among them leaves nothing. https://developer.hashicorp.com/vault/docs/concepts/policies#priority-matching
 */
export const mostSpecific: Judge<PathRule> = ([rules = []], type) => {
  const whole = rules.find(({ whole, certainty }) => whole === true && certainty === 'certain');
  if (whole !== undefined) return everything(type, [whole]);
  const unread = rules.filter((rule) => rule.whole === true);
  if (unread.length > 0) return { ...nothing(unread), unknown: type.all };
  const parts = GROUPS.map((probes) => partJudgement(rules, probes, type));
  return {
    certain: parts.reduce((set, part) => set | part.certain, NO_ACTIONS),
    possible: parts.reduce((set, part) => set | part.possible, NO_ACTIONS),
    unknown: parts.reduce((set, part) => set | part.unknown, NO_ACTIONS),
    conditional: parts.flatMap((part) => part.conditional),
    deciders: (wanted) => parts.filter(({ about }) => (about & wanted) !== NO_ACTIONS).flatMap((part) => part.lines),
  };
};

/** Probes that are one question; of the ways to ask for a folder the first that a line answers counts. */
const GROUPS: readonly (readonly Probe[])[] = PROBES.filter((probe) => probe !== 'folder/').map((probe) =>
  probe === 'folder' ? ['folder', 'folder/'] : [probe],
);

interface Part extends Judgement {
  /** The actions that the part is about. */
  readonly about: ActionSet;
  readonly lines: readonly Rule[];
}

function partJudgement(rules: readonly PathRule[], probes: readonly Probe[], type: TypeActions): Part {
  const here = rules.filter(({ probe }) => probes.includes(probe));
  const doubtful = here.filter(({ pattern }) => pattern === undefined);
  const winners = winnersOf(here.filter(({ pattern }) => pattern !== undefined));
  const about = union(here, type);
  const denied = winners.some(({ deny }) => deny);
  const granted = denied || lacksSudo(probes, winners) ? NO_ACTIONS : union(winners, type);
  if (doubtful.length > 0) {
    const perhaps = union(
      doubtful.filter(({ deny }) => !deny),
      type,
    );
    return { ...nothing([...winners, ...doubtful]), about, unknown: granted | perhaps };
  }
  const limited = denied ? [] : limitsOf(winners, type);
  const open = granted & limited.reduce((set, rule) => set | rule.actionsOn(type), NO_ACTIONS);
  return {
    certain: granted & ~open,
    possible: granted,
    unknown: NO_ACTIONS,
    conditional: limited,
    about,
    lines: winners.map((rule) => told(rule, limited, type)),
  };
}

/** https://developer.hashicorp.com/vault/docs/concepts/policies#root-protected-api-endpoints */
function lacksSudo([probe]: readonly Probe[], winners: readonly PathRule[]): boolean {
  if (probe !== 'protected' && probe !== 'protected-power') return false;
  return !winners.some(({ rule }) => rule.capabilities.includes('sudo'));
}

/** Exact patterns first; a folder is asked for with its slash first there, and last among the others. */
function winnersOf(rules: readonly PathRule[]): readonly PathRule[] {
  const exact = rules.filter(({ pattern }) => pattern?.exact === true);
  const slashed = exact.filter(({ probe }) => probe === 'folder/');
  if (exact.length > 0) return slashed.length > 0 ? slashed : exact;
  const plain = rules.filter(({ probe }) => probe !== 'folder/');
  const left = plain.length > 0 ? plain : rules;
  const best = left.reduce<PathRule | undefined>((one, other) => {
    if (one?.pattern === undefined || other.pattern === undefined) return other;
    return comparePriority(one.pattern, other.pattern) < 0 ? other : one;
  }, undefined);
  return left.filter(({ pattern }) => pattern?.text === best?.pattern?.text);
}

const PARAMETERS: readonly VaultCapability[] = ['create', 'update', 'patch', 'recover'];
const ALL: readonly VaultCapability[] = [...PARAMETERS, 'read', 'delete', 'list'];

/** Which capabilities a limit concerns: a read has no parameters but those that are required of it.
 * https://developer.hashicorp.com/vault/docs/concepts/policies#parameter-constraints */
const CONCERNED: Readonly<Record<VaultLimit, readonly VaultCapability[]>> = {
  allowed_parameters: PARAMETERS,
  denied_parameters: PARAMETERS,
  required_parameters: [...PARAMETERS, 'read'],
  wrapping_ttl: ALL,
  mfa_methods: ALL,
  control_group: ALL,
};

/** One conditional rule for each limit on the winning pattern, whichever of its lines has it. */
function limitsOf(winners: readonly PathRule[], type: TypeActions): readonly Rule[] {
  const [first] = winners;
  if (first === undefined) return [];
  const limits = new Set(winners.flatMap(({ rule }) => rule.limits));
  return LIMITS.filter((limit) => limits.has(limit)).map((limit): Rule => {
    const names = new Set(CONCERNED[limit].map((capability) => actionName(first.probe, capability)));
    const actions = type.where(({ name }) => names.has(name));
    return { ...first, certainty: 'conditional', keys: [limit], actionsOn: () => actions };
  });
}

/** A winning line as an explanation tells it: with the limits that it stands under. */
function told(rule: PathRule, limited: readonly Rule[], type: TypeActions): Rule {
  const keys = limited.filter((one) => (one.actionsOn(type) & rule.actionsOn(type)) !== NO_ACTIONS);
  if (keys.length === 0) return rule;
  return { ...rule, certainty: 'conditional', keys: keys.flatMap((one) => one.keys) };
}

function nothing(lines: readonly Rule[]): Omit<Part, 'about' | 'unknown'> {
  return { certain: NO_ACTIONS, possible: NO_ACTIONS, conditional: [], lines, deciders: () => lines };
}

function everything(type: TypeActions, lines: readonly Rule[]): Judgement {
  return {
    certain: type.all,
    possible: type.all,
    unknown: NO_ACTIONS,
    conditional: [],
    deciders: () => lines,
  };
}
