import {
  type FileFormat,
  holdsNone,
  type ImportFile,
  type ImportItem,
  jsonItems,
  type Problem,
} from '../../collect/index.ts';
import { inner, objects, text } from './fields.ts';
import { assignmentGroups } from './files-assignments.ts';
import { type Route, routeOf, tenantOf } from './files-route.ts';
import { errorOf, isItem, type Raw, rawItems, stepsOf } from './files-steps.ts';
import { EXPAND_LIMIT } from './lists.ts';
import { unmarkedIn } from './marks.ts';

const WHAT = 'Graph list';

/** An answer of Microsoft Graph as it came (`{"@odata.context": …, "value": […]}`), or the bare list that `az` prints. */
export const graphList: FileFormat = {
  id: 'entra-graph-list',
  title: 'Microsoft Graph list (JSON)',
  madeBy:
    "az rest --method get --url 'https://graph.microsoft.com/v1.0/applications?$expand=owners' > entra/<tenant id>/applications.json (all pages in one list)",
  recognise: (file) => routeOf(file) !== undefined,
  read,
};

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  const route = routeOf(file);
  const scope = tenantOf(file);
  if (route === undefined) return;
  if (scope === undefined) {
    yield problem('malformed', 'the tenant is not known: put the file into a folder entra/<tenant id>', undefined);
    return;
  }
  for (const step of stepsOf(route, file.head)) yield { item: 'covers', step, scope };
  yield* route.collection === 'assignments' ? assignments(file, route, scope) : lists(file, route, scope);
}

async function* lists(file: ImportFile, route: Route, scope: string): AsyncGenerator<ImportItem> {
  const steps = stepsOf(route, file.head);
  let isList = false;
  for await (const item of jsonItems(file)) {
    isList ||= !('problem' in item) && isItem(item);
    const other = 'problem' in item || !isItem(item) ? undefined : unmarkedIn(route.collection, item.value);
    if (other !== undefined) yield problem('malformed', other, item.place);
    else if (!('problem' in item) && isItem(item)) {
      for (const { step, raw } of rawItems(route, item.value, steps)) {
        yield { item: 'raw', step, scope, raw, place: item.place };
        yield* cut(step, scope, raw, item.place);
      }
    } else yield* besides(item);
  }
  if (!isList && holdsNone(file.head, ['value', 'error']))
    yield problem('malformed', 'this is no list of Graph', undefined);
}

/** Access is decided for a principal and an API together, so assignments are gathered before they are mapped. */
async function* assignments(file: ImportFile, route: Route, scope: string): AsyncGenerator<ImportItem> {
  const groups = assignmentGroups(route.owner);
  for await (const item of jsonItems(file)) {
    if (!('problem' in item) && isItem(item)) {
      if (!groups.add(item.value, item.place)) yield problem('malformed', 'no app-role assignment', item.place);
    } else yield* besides(item);
  }
  for (const { raw, place } of groups.all()) yield { item: 'raw', step: 'app-role-assignments', scope, raw, place };
}

type AnyItem = Parameters<typeof isItem>[0] | { readonly problem: string; readonly place: string };

/** What stands beside the list and says that it is not whole. */
function* besides(item: AnyItem): Generator<ImportItem> {
  if ('problem' in item) yield problem('malformed', item.problem, item.place);
  else if (item.key === '@odata.nextLink')
    yield problem('failed', 'the file holds one page of several: put all pages into one list', item.place);
  else yield* refusal(errorOf(item), item.place);
}

/** A saved error answer. */
function* refusal(error: Raw | undefined, place: string): Generator<ImportItem> {
  if (error === undefined) return;
  const code = text(error['code']) ?? 'error';
  const kind = /denied|unauthorized|forbidden|premium/i.test(code) ? 'denied' : 'failed';
  yield problem(kind, `Graph answered ${code}`, place);
}

const EXPANDED: Readonly<Record<string, string>> = {
  applications: 'owners',
  'service-principals': 'owners',
  'group-members': 'members',
  'service-principal-groups': 'memberOf',
  'app-role-assignments': 'appRoleAssignedTo',
};

/** `$expand` stops at 20 without a word: a list of just that length may be cut. */
function* cut(step: string, scope: string, item: Raw, place: string): Generator<ImportItem> {
  const relation = EXPANDED[step];
  const raw = inner(item);
  if (relation === undefined || raw['expanded'] !== true || objects(raw[relation]).length !== EXPAND_LIMIT) return;
  const message = `${relation} has ${EXPAND_LIMIT} entries, where $expand stops: there may be more`;
  yield { ...problem('failed', message, `${place}.${relation}`), step, scope };
}

function problem(kind: Problem['kind'], message: string, place: string | undefined) {
  const at: Problem = place === undefined ? { kind, what: WHAT, message } : { kind, what: WHAT, place, message };
  return { item: 'problem' as const, problem: at };
}
