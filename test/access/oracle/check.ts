import fc from 'fast-check';
import { world } from './generate.ts';
import { compare, type Disagreement, type Tally } from './run.ts';
import { idOf, type World } from './world.ts';

/** Decisions asked of each organisation. */
export const PER_WORLD = 260;

/** A world that fails is made smaller for so long. */
const PATIENCE_MS = 60_000;

class Disagreed extends Error {
  constructor(world: World, found: readonly Disagreement[]) {
    super(
      found
        .slice(0, 3)
        .map((each) => describe(each, world))
        .join('\n\n'),
    );
  }
}

/**
 * Compares over so many generated organisations.
 * @returns `undefined`, or the disagreements over the smallest organisation that has some
 */
export async function check(worlds: number, seed: number, tally: Tally): Promise<string | undefined> {
  let failedAt: number | undefined;
  const property = fc.asyncProperty(world, fc.nat(), async (each, at) => {
    if (failedAt !== undefined && Date.now() - failedAt > PATIENCE_MS) return;
    const found = await compare(each, PER_WORLD, at, tally);
    if (found.length === 0) return;
    failedAt ??= Date.now();
    throw new Disagreed(each, found);
  });
  const details = await fc.check(property, { numRuns: worlds, seed });
  if (!details.failed) return undefined;
  const { errorInstance } = details;
  return errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
}

/** The question, the answers, and all that bears on it. */
function describe({ question, ours, open, theirs }: Disagreement, { accounts, resources, request }: World): string {
  const { principal, resource, action } = question;
  const holder = resources.find(({ arn }) => arn === (resource.holder ?? resource.arn));
  return [
    `${idOf(principal)} ${action} ${resource.arn}`,
    `ours: ${ours} (without the request: ${open}); theirs: ${theirs ? 'allowed' : 'denied'}`,
    `principal: ${JSON.stringify(principal)}`,
    `resource: ${JSON.stringify(holder)}`,
    `its organisation: ${JSON.stringify(accounts.find(({ id }) => id === principal.account)?.scps)}`,
    `the resource's: ${JSON.stringify(accounts.find(({ id }) => id === resource.account)?.rcps)}`,
    `request: ${JSON.stringify(request)}`,
  ].join('\n');
}
