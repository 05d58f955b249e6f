import { z } from 'zod';
import { catalogue, findQuery, type SavedQuery } from '../../queries/index.ts';
import { coverageShape, limit } from '../shapes.ts';
import { tool } from '../tool.ts';
import { ask, page } from './answers.ts';

const parameterShape = z.object({
  name: z.string(),
  type: z.string(),
  doc: z.string(),
  required: z.boolean(),
  default: z.unknown().optional(),
});

const columnShape = z.object({ name: z.string(), type: z.string(), doc: z.string() });

export const findQuestions = tool({
  name: 'find_questions',
  title: 'Find saved questions',
  description:
    'Lists the reviewed questions that Keyline can answer, those first that share most words with `about`. Start here when no other tool fits, then call run_question with an id.',
  input: z.object({
    about: z.string().max(500).default('').describe('Words of what is asked; none: all questions.'),
    tag: z.string().max(50).optional().describe('Only those with this tag, such as reach, people, usage, finding.'),
  }),
  output: z.object({
    questions: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        question: z.string(),
        parameters: z.array(z.string()).describe('Names; a question mark: may be left out.'),
        tags: z.array(z.string()),
      }),
    ),
  }),
  action: 'read',
  run: ({ about, tag }) => {
    const words = wordsOf(about);
    const fitting = [...catalogue().values()].filter((one) => tag === undefined || one.tags.includes(tag));
    const ranked = fitting.map((query) => ({ query, score: scoreOf(query, words) }));
    const questions = ranked
      .filter(({ score }) => words.size === 0 || score > 0)
      .sort((a, b) => b.score - a.score || (a.query.id < b.query.id ? -1 : 1))
      .map(({ query: { id, title, question, parameters, tags } }) => ({
        id,
        title,
        question,
        parameters: parameters.map((one) => (one.default === undefined ? one.name : `${one.name}?`)),
        tags,
      }));
    const says =
      questions.length === 0
        ? 'No saved question has these words; call again without them.'
        : `${questions.length} questions.`;
    return Promise.resolve({ data: { questions }, says, rows: questions.length });
  },
});

function wordsOf(text: string): ReadonlySet<string> {
  return new Set((text.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []).map(stem));
}

function stem(word: string): string {
  return word.replace(/(ies|es|s|ed|ing)$/, '');
}

function scoreOf({ id, title, question, tags }: SavedQuery, words: ReadonlySet<string>): number {
  const own = wordsOf([id, title, question, ...tags].join(' '));
  return [...words].filter((word) => own.has(word)).length;
}

export const describeQuestion = tool({
  name: 'describe_question',
  title: 'Describe a saved question',
  description: 'What a saved question takes and gives, and the Cypher behind it.',
  input: z.object({
    id: z.string().min(1).max(200).describe('Id of the question, or an unambiguous beginning of it.'),
  }),
  output: z.object({
    id: z.string(),
    title: z.string(),
    question: z.string(),
    answers: z.array(z.string()),
    parameters: z.array(parameterShape),
    columns: z.array(columnShape),
    cypher: z.string(),
  }),
  action: 'read',
  run: ({ id }) => {
    const query = findQuery(id);
    const parameters = query.parameters.map(({ name, type, doc, default: standard }) => ({
      name,
      type,
      doc,
      required: standard === undefined,
      ...(standard === undefined ? {} : { default: standard }),
    }));
    const { title, question, answers, columns, cypher } = query;
    return Promise.resolve({
      data: { id: query.id, title, question, answers, parameters, columns, cypher },
      says: question,
    });
  },
});

export const runQuestion = tool({
  name: 'run_question',
  title: 'Ask a saved question',
  description:
    'Answers a saved question with rows, their evidence and what could not be seen. Parameters as describe_question says; keys may be names, times `90d`, `24h` or UTC.',
  input: z.object({
    id: z.string().min(1).max(200).describe('Id of the question, or an unambiguous beginning of it.'),
    parameters: z.record(z.string(), z.unknown()).default({}).describe('Values by name.'),
    limit,
    offset: z.int().min(0).max(1_000_000).default(0).describe('Rows to skip: nextOffset of the answer before.'),
  }),
  output: z.object({
    question: z.string(),
    columns: z.array(columnShape),
    parameters: z.record(z.string(), z.unknown()).describe('As they were understood.'),
    rows: z.array(z.record(z.string(), z.unknown())).describe('By column; the last, evidence, proves the row.'),
    ...page,
    coverage: coverageShape,
  }),
  action: 'read',
  run: async ({ id, parameters, limit: rows, offset }, call) => {
    const query = findQuery(id);
    const { data, says } = await ask(query, parameters, { limit: rows, offset }, call);
    return { data: { question: query.question, columns: query.columns, ...data }, says, rows: data.rows.length };
  },
});
