import { fieldError } from './check.ts';
import type { Run } from './run.ts';
import type { DecisionInput } from './types.ts';

/** The person who decides is here. Errors: `decision`. */
export async function checkDecider(run: Run, by: string): Promise<void> {
  if ((await statusOf(run, by)) !== 'active') throw fieldError('by', `${by} is nobody who is active here`);
}

/** Whom the decision names, with the owner of now where it is left open. Errors: `decision`. */
export async function personOf(run: Run, input: DecisionInput): Promise<string | undefined> {
  const { kind, subject } = input;
  if (kind === 'acknowledge' || kind === 'accept') return undefined;
  if (kind === 'take-over') return input.by;
  const person = input.person ?? (await ownerOf(run, subject));
  if (person === undefined) throw fieldError('person', `must be named: ${subject} has no owner`);
  const status = await statusOf(run, person);
  if (status === undefined) throw fieldError('person', `${person} is nobody we know`);
  // Who left can be contested, but cannot be given anything.
  if (kind !== 'contest' && status !== 'active') throw fieldError('person', `${person} is not active`);
  return person;
}

async function statusOf(run: Run, id: string): Promise<string | undefined> {
  const [row] = await run('MATCH (h:Human {id: $id}) WHERE h.retiredAt IS NULL RETURN h.status AS status', { id });
  return row?.['status'] as string | undefined;
}

async function ownerOf(run: Run, subject: string): Promise<string | undefined> {
  const [row] = await run(
    `MATCH (h:Human)-[o:OWNS]->(s:Agent|Principal|Credential {id: $subject})
     RETURN h.id AS id ORDER BY o.confidence DESC, id LIMIT 1`,
    { subject },
  );
  return row?.['id'] as string | undefined;
}
