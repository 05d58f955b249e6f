import { z } from 'zod';
import { inputError } from '../lib/errors.ts';
import type { Coverage } from '../queries/index.ts';
import { LEVELS } from '../queries/reach/index.ts';

/** Shapes that several tools share. */

export const coverageShape = z.object({
  line: z.string().describe('What could not be seen, in one sentence. Tell the user when sources are incomplete.'),
  asOf: z.string().optional().describe('Oldest time (UTC) at which a complete source was last seen whole.'),
  incomplete: z.array(z.object({ step: z.string(), outcome: z.string(), reason: z.string().optional() })),
  graphVersion: z.int(),
});

const INCOMPLETE_SHOWN = 20;

export function coverageOf({ line, asOf, incomplete, graphVersion }: Coverage): z.input<typeof coverageShape> {
  const shown = incomplete.slice(0, INCOMPLETE_SHOWN).map(({ step, outcome, reason }) => ({ step, outcome, reason }));
  return { line, asOf, incomplete: shown, graphVersion };
}

export const evidenceShape = z.array(z.string()).describe('The path or the reasons, one step an item. Quote it.');

export const nodeShape = z.object({
  label: z.string(),
  id: z.string().describe('Its key: what other tools take.'),
  name: z.string().optional(),
});

export const subject = z.string().min(1).max(2_000).describe('Key, unambiguous beginning of it, or name.');

export const limit = z.int().min(1).max(500).default(50).describe('Rows at most.');

export const cursor = z
  .string()
  .max(8_192)
  .optional()
  .describe('nextCursor of the answer before; none for the first page.');

export const nextCursor = z.string().optional().describe('Give it as cursor for the next page; absent on the last.');

export const level = z.enum(LEVELS).optional().describe('Only what is reached at this level.');

export const levelsShape = z.object({
  certain: z.array(z.string()),
  possible: z.array(z.string()).describe('Under conditions.'),
  unknown: z.array(z.string()).describe('Could not be decided, because something could not be read.'),
});

export const countShape = z.array(z.object({ name: z.string(), count: z.int() }));

/** A place as an opaque cursor. */
export function encoded(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place of a cursor as `shape` has it. Errors: `cursor`. */
export function decoded<T>(text: string | undefined, shape: z.ZodType<T>): T | undefined {
  if (text === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw inputError('cursor', '"cursor" is not one of this tool');
  }
}
