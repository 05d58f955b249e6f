import { z } from 'zod';
import { catalogue, type QueryColumn, type QueryParameter, type SavedQuery } from '../../queries/index.ts';
import { coverageShape, limit } from '../shapes.ts';
import { type Tool, tool } from '../tool.ts';
import { ask, page } from './answers.ts';

/** Questions that have a tool of their own, because they are asked most: those that answer a part of M7. */
const ANSWERS = /^M7\.\d$/;

/** When a model should take the tool, where the question alone does not say it. */
const WHEN: Readonly<Record<string, string>> = {
  'agent-owner': 'Also for "what else does this person own".',
  'agent-credentials-and-endpoints':
    'First step of an incident: what a compromised agent consumed, and where that was used.',
  'departed-owner-agents': 'First step when somebody has left: owners takes their keys.',
};

/** One tool for each of these questions, made from its header: nothing is said twice. */
export function missionTools(): readonly Tool[] {
  return [...catalogue().values()].filter(({ answers }) => answers.some((one) => ANSWERS.test(one))).map(toolOf);
}

function toolOf(query: SavedQuery): Tool {
  const parameters = Object.fromEntries(query.parameters.map((one) => [one.name, inputOf(one)]));
  const columns = Object.fromEntries(query.columns.map((one) => [one.name, outputOf(one)]));
  return tool({
    name: query.id.replaceAll('-', '_'),
    title: query.title,
    description: [query.question, WHEN[query.id] ?? '', 'Every row has its evidence.'].filter(Boolean).join(' '),
    input: z.object({
      ...parameters,
      limit,
      offset: z.int().min(0).max(1_000_000).default(0).describe('Rows to skip: nextOffset of the answer before.'),
    }),
    output: z.object({
      parameters: z.record(z.string(), z.unknown()).describe('As they were understood.'),
      rows: z.array(z.object(columns)),
      ...page,
      coverage: coverageShape,
    }),
    action: 'read',
    run: async ({ limit: rows, offset, ...given }, call) => {
      const { data, says } = await ask(query, given, { limit: rows, offset }, call);
      return { data, says, rows: data.rows.length };
    },
  });
}

/** Values of a parameter as a client gives them. Times and levels stay text: what is wrong with one is said in words. */
function inputOf({ type, doc, default: standard }: QueryParameter): z.ZodType {
  const shape = INPUTS[type].describe(standard === undefined ? doc : `${doc} Default: ${JSON.stringify(standard)}.`);
  return standard === undefined ? shape : shape.optional();
}

const text = z.string().max(2_000);

const INPUTS: Readonly<Record<QueryParameter['type'], z.ZodType>> = {
  string: text,
  key: text,
  level: text,
  instant: text,
  int: z.int(),
  days: z.int(),
  float: z.number(),
  boolean: z.boolean(),
  strings: z.array(text).max(500),
};

function outputOf({ type, doc }: QueryColumn): z.ZodType {
  return OUTPUTS[type].nullable().describe(doc);
}

const OUTPUTS: Readonly<Record<QueryColumn['type'], z.ZodType>> = {
  string: z.string(),
  key: z.string(),
  level: z.string(),
  instant: z.string(),
  int: z.number(),
  days: z.number(),
  float: z.number(),
  boolean: z.boolean(),
  strings: z.array(z.string().nullable()),
};
