import type { Graph, Row } from '../graph/index.ts';
import { inputError } from '../lib/errors.ts';
import type { Label } from '../schema/index.ts';

/** A node that a person named. */
export interface FoundNode {
  readonly label: Label;
  /** Its key. */
  readonly id: string;
  readonly name: string | undefined;
}

export interface FindOptions {
  /** Labels it may have; default: everything that people ask about. */
  readonly labels?: readonly Label[];
}

/** What people ask about, the commonest first. */
export const FINDABLE: readonly Label[] = [
  'Agent',
  'Credential',
  'Human',
  'Principal',
  'Resource',
  'Tool',
  'Team',
  'Device',
  'Finding',
  'Decision',
  'Session',
  'Policy',
  'AccessProfile',
  'TrustGroup',
  'Scope',
  'Evidence',
  'Endpoint',
  'Origin',
];

/** Indexed properties by which a node is known besides its key. */
const NAMES: Readonly<Partial<Record<Label, readonly string[]>>> = {
  Agent: ['name'],
  Human: ['name', 'email', 'employeeId'],
  Principal: ['name', 'email', 'login'],
  Resource: ['name'],
  Tool: ['name', 'url', 'package'],
  Team: ['name'],
  Device: ['name'],
  Session: ['name'],
  Policy: ['name'],
  Endpoint: ['host'],
};

const CHOICES_SHOWN = 10;
/** Planning a statement over many labels for the first time is slow on a busy machine. */
const TIMEOUT_MS = 20_000;

/**
 * The node a person means by `text`: its key (also of a retired node), else an unambiguous beginning of the key or an
 * unambiguous name of a living node, else an unambiguous beginning of a name. One Cypher statement a stage, at most three.
 * Errors: `node-unknown`; `node-ambiguous`, which lists the choices.
 */
export async function findNode(graph: Graph, text: string, options: FindOptions = {}): Promise<FoundNode> {
  const labels = options.labels ?? FINDABLE;
  for (const stage of [byKey, byBeginningOrName, byBeginningOfName]) {
    const found = text === '' ? [] : await ask(graph, labels.flatMap(stage), text);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (found.length > 1) throw ambiguous(text, found);
  }
  throw inputError('node-unknown', `There is no ${nounOf(labels)} "${shorten(text)}"`, {
    hint: 'Give its key, an unambiguous beginning of the key, or its name.',
  });
}

/** As `findNode`, but nothing for what is not there. Errors: `node-ambiguous`. */
export async function findNodeOrNothing(
  graph: Graph,
  text: string,
  options: FindOptions = {},
): Promise<FoundNode | undefined> {
  try {
    return await findNode(graph, text, options);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'node-unknown') return undefined;
    throw thrown;
  }
}

function byKey(label: Label): string[] {
  return [matching(label, 'n.id = $text')];
}

function byBeginningOrName(label: Label): string[] {
  const names = (NAMES[label] ?? []).map((name) => `n.${name} = $text`);
  return ['n.id STARTS WITH $text', ...names].map((test) => matching(label, living(test)));
}

function byBeginningOfName(label: Label): string[] {
  return (NAMES[label] ?? []).map((name) => matching(label, living(`n.${name} STARTS WITH $text`)));
}

function living(test: string): string {
  return `${test} AND n.retiredAt IS NULL`;
}

function matching(label: Label, test: string): string {
  const name = nameOf(label);
  return `MATCH (n:${label}) WHERE ${test} RETURN '${label}' AS label, n.id AS id, ${name} AS name LIMIT ${CHOICES_SHOWN + 1}`;
}

function nameOf(label: Label): string {
  const [first] = NAMES[label] ?? [];
  return first === undefined ? 'null' : `n.${first}`;
}

async function ask(graph: Graph, parts: readonly string[], text: string): Promise<FoundNode[]> {
  if (parts.length === 0) return [];
  const rows = await graph.read(
    `CALL () { ${parts.join(' UNION ')} } RETURN DISTINCT label, id, name ORDER BY label, id LIMIT ${CHOICES_SHOWN + 1}`,
    { text },
    { timeoutMs: TIMEOUT_MS },
  );
  return rows.map(foundOf);
}

function foundOf(row: Row): FoundNode {
  return {
    label: row['label'] as Label,
    id: row['id'] as string,
    name: (row['name'] as string | null) ?? undefined,
  };
}

function ambiguous(text: string, found: readonly FoundNode[]): Error {
  const shown = found.slice(0, CHOICES_SHOWN).map((one) => {
    const name = one.name === undefined || one.name === one.id ? '' : ` (${shorten(one.name)})`;
    return `${one.label} ${one.id}${name}`;
  });
  const more = found.length > CHOICES_SHOWN ? ' and more' : '';
  return inputError('node-ambiguous', `"${shorten(text)}" could be ${shown.join(', ')}${more}`, {
    hint: 'Give more of the key, or say which kind it is.',
  });
}

function nounOf(labels: readonly Label[]): string {
  return labels.length <= 3 ? labels.map((label) => label.toLowerCase()).join(' or ') : 'node';
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
