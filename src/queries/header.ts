import { parse } from 'yaml';
import { z } from 'zod';
import { inputError } from '../lib/errors.ts';

/** Kinds of value a parameter or column holds. `days` is a whole number of days; `instant` UTC text; `key` a node's key. */
const valueType = z.enum(['string', 'key', 'int', 'float', 'boolean', 'instant', 'days', 'strings', 'level']);
export type ValueType = z.infer<typeof valueType>;

const parameter = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  type: valueType,
  doc: z.string().min(1),
  /** Used when the parameter is not given. Without it the parameter is required. */
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  /** For a key: the label it must belong to, or several joined by `|`. */
  label: z.string().optional(),
});

const column = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  type: valueType,
  doc: z.string().min(1),
});

const header = z.strictObject({
  title: z.string().min(1),
  question: z.string().endsWith('?'),
  /** What of the mission it answers: `M7.1`, `S8`. */
  answers: z.array(z.string()).default([]),
  parameters: z.array(parameter).default([]),
  columns: z.array(column).min(1),
  tags: z.array(z.string()).min(1),
});

export type QueryParameter = z.infer<typeof parameter>;
export type QueryColumn = z.infer<typeof column>;

/** A saved question: a reviewed file of `cypher/`, the same for API, command line, reports and docs. */
export interface SavedQuery extends z.infer<typeof header> {
  readonly id: string;
  readonly cypher: string;
}

/** Every question's last column: the lineage that proves the row, one step an item. Never empty. */
export const EVIDENCE_COLUMN = 'evidence';

const FRAME = /^\/\/ ---\n((?:\/\/.*\n)+?)\/\/ ---\n/;

/**
 * Reads a saved question: a YAML header in `//` comments between `// ---` lines, `:param` lines for the Neo4j Browser
 * (left out here), then one Cypher statement. Errors: `query-header` with the file and what is wrong.
 */
export function parseQuery(id: string, text: string, file: string): SavedQuery {
  const match = FRAME.exec(text);
  if (match === null)
    throw inputError('query-header', 'A saved query starts with a header between two lines "// ---"', { source: file });
  const yaml = (match[1] ?? '').replaceAll(/^\/\/ ?/gm, '');
  const cypher = text
    .slice(match[0].length)
    .replaceAll(/^\s*:param .*$/gm, '')
    .trim()
    .replace(/;$/, '');
  const parsed = header.safeParse(parseYaml(yaml, file));
  if (!parsed.success)
    throw inputError('query-header', `The header does not fit: ${z.prettifyError(parsed.error)}`, { source: file });
  if (parsed.data.columns.at(-1)?.name !== EVIDENCE_COLUMN) {
    throw inputError('query-header', `The last column must be "${EVIDENCE_COLUMN}"`, { source: file });
  }
  return { id, ...parsed.data, cypher };
}

function parseYaml(yaml: string, file: string): unknown {
  try {
    return parse(yaml);
  } catch (cause) {
    throw inputError('query-header', 'The header is not YAML', { source: file, cause });
  }
}
