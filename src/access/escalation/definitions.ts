import { z } from 'zod';
import raw from '../data/pathfinding-cloud/escalation-paths.json' with { type: 'json' };

/** One way to gain the power of another principal, as pathfinding.cloud describes it. */
export interface Definition {
  /** `lambda-001`; https://pathfinding.cloud/paths/lambda-001 */
  readonly id: string;
  readonly name: string;
  readonly category: 'new-passrole' | 'existing-passrole' | 'self-escalation' | 'principal-access';
  /** `iam:PassRole`, `lambda:CreateFunction` */
  readonly actions: readonly string[];
  /** What must be so for it to work, in words. */
  readonly prerequisites: readonly string[];
}

const lines = z.array(z.string()).nullish();

const definition = z
  .object({
    id: z.string(),
    name: z.string(),
    category: z.enum(['new-passrole', 'existing-passrole', 'self-escalation', 'principal-access']),
    required: z.array(z.object({ permission: z.string(), resourceConstraints: z.string().nullish() })),
    prerequisites: z.union([z.array(z.string()), z.object({ admin: lines, lateral: lines })]).nullable(),
  })
  .transform(
    ({ id, name, category, required, prerequisites }): Definition => ({
      id,
      name,
      category,
      actions: required
        .filter(({ resourceConstraints }) => !(resourceConstraints ?? '').startsWith(ONLY_HELPS))
        .map(({ permission }) => permission),
      prerequisites: [...wordsOf(prerequisites), ...required.flatMap((one) => one.resourceConstraints ?? [])],
    }),
  );

function wordsOf(
  prerequisites:
    | readonly string[]
    | { readonly admin?: string[] | null | undefined; readonly lateral?: string[] | null | undefined }
    | null,
): readonly string[] {
  if (prerequisites === null || !('lateral' in prerequisites || 'admin' in prerequisites)) {
    return (prerequisites as readonly string[] | null) ?? [];
  }
  return prerequisites.lateral ?? prerequisites.admin ?? [];
}

/** A permission that only helps to find the target. */
const ONLY_HELPS = 'None';

/** Every definition. */
export const definitions: readonly Definition[] = z.array(definition).parse(raw);
