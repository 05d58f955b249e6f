import type { StepMode } from '../../collect/index.ts';
import { Fault, quoted, secretIn } from '../../collect/validate/index.ts';
import { keyProblem } from '../../schema/index.ts';

/** What the lines after a header are about. */
export interface Section {
  readonly source: string;
  readonly scope: string;
  readonly mode: StepMode;
  /** `<source>/<scope>/<step>`: the scope under which the facts are claimed. */
  readonly claimScope: string;
}

const FIELDS = ['keyline', 'source', 'scope', 'step', 'mode'];
const MODES: readonly string[] = ['snapshot', 'delta', 'events'] satisfies readonly StepMode[];
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** A header line as the section it opens, or what is wrong with it. */
export function sectionOf(header: Readonly<Record<string, unknown>>): Section | Fault {
  const unknown = Object.keys(header).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return new Fault('header', `has the field ${quoted(unknown)}, which is not known`);
  if (header['keyline'] !== 1) return new Fault('keyline', 'must be 1, the version of this format');
  const { source, scope, step, mode } = header;
  if (!isName(source)) return new Fault('source', NAME_RULE);
  if (!isName(step)) return new Fault('step', NAME_RULE);
  if (
    typeof scope !== 'string' ||
    scope.length > 256 ||
    keyProblem(scope) !== undefined ||
    secretIn(scope) !== undefined
  )
    return new Fault('scope', 'must be the account, tenant or organisation, as text of at most 256 characters');
  if (typeof mode !== 'string' || !MODES.includes(mode)) return new Fault('mode', `must be one of ${MODES.join(', ')}`);
  return { source, scope, mode: mode as StepMode, claimScope: `${source}/${scope}/${step}` };
}

const NAME_RULE = 'must be a name of lower-case letters, digits, dots, dashes and underscores, at most 64 long';

function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}
