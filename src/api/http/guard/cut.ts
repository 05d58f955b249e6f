import { KeylineError } from '../../../lib/errors.ts';
import type { StoredNode } from '../../../queries/lineage/index.ts';
import type { BlastRadius, ReacherRow, ReachRow } from '../../../queries/reach/index.ts';
import type { ApiContext } from '../../context.ts';
import {
  type Connection,
  connectionOf,
  decodeCursor,
  encodeCursor,
  offsetPlace,
  type PageArgs,
  pageSize,
  textPlace,
} from '../../paging.ts';
import { cutPage } from './cursors.ts';
import type { Visible, VisibleAgent, VisibleFinding } from './visible.ts';

type Args = Readonly<Record<string, unknown>>;

/** Answers a root field for somebody who sees `visible` only. `ask`: the field’s own resolver. */
export type Cut = (ask: () => unknown, args: Args, context: ApiContext, visible: Visible) => unknown;

/** Says nothing of anybody. */
export const nothing: Cut = (ask) => ask();

/** What is not visible is not there; nor is what could be several things, which would tell that they are. */
export const lookUp: Cut = async (ask, _args, _context, visible) => {
  const found = (await orNothing(ask)) as StoredNode | undefined;
  return found !== undefined && found !== null && visible.has(found) ? found : null;
};

export const ownership: Cut = async (ask, { id }, _context, visible) => {
  type Owned = { readonly owner: StoredNode };
  type Found = {
    readonly subject: StoredNode;
    readonly owners: readonly Owned[];
    readonly alternatives?: readonly Owned[];
  };
  const found = (await orNothing(ask)) as Found | undefined;
  if (found === undefined || !visible.has(found.subject)) throw unknown(id);
  const seen = (all: readonly Owned[] = []): readonly Owned[] => all.filter(({ owner }) => visible.has(owner));
  return { ...found, owners: seen(found.owners), alternatives: seen(found.alternatives) };
};

type Rows<R, F> = Connection<{ readonly cursor: string; readonly node: R }> & { readonly found: F };

/** What a visible subject reaches, and over which path, is part of the answer about it; other environments are left out. */
export const blastRadius: Cut = async (ask, { id }, _context, visible) => {
  const answer = (await orNothing(ask)) as Rows<ReachRow, BlastRadius> | undefined;
  const subject = answer?.found.subject;
  if (answer === undefined || subject === undefined || !visible.hasKey(subject.label, subject.id)) throw unknown(id);
  return cutPage(
    answer,
    answer.edges.filter(({ node }) => isInEnvironment(node, visible)),
  );
};

function isInEnvironment({ resource, facets }: ReachRow, visible: Visible): boolean {
  if (resource !== undefined) return visible.hasEnvironment(resource.environment);
  return !visible.isCutByEnvironment || facets.every(({ environment }) => visible.hasEnvironment(environment));
}

export const whoCanReach: Cut = async (ask, { resource: id }, context, visible) => {
  type Found = { readonly resource: { readonly id: string } };
  const answer = (await orNothing(ask)) as Rows<ReacherRow, Found> | undefined;
  const resource = answer === undefined ? undefined : await context.loaders.node('Resource', answer.found.resource.id);
  if (answer === undefined || resource === undefined || !visible.has(resource)) throw unknown(id);
  return cutPage(
    answer,
    answer.edges.filter(({ node }) => visible.hasKey(node.source.label, node.source.id)),
  );
};

/** A list of what is visible, filtered and paged here: pages of everybody’s agents would tell how many there are. */
export const agents: Cut = async (_ask, args, context, visible) => {
  const { filter, ...page } = args as { readonly filter?: Args | null } & PageArgs;
  const fits = filterOf<VisibleAgent>(filter, ['kind', 'platform', 'environment'], 'name');
  const after = decodeCursor(page.after, textPlace);
  const all = visible.agents.filter(fits);
  const rest = all.filter(({ id }) => after === undefined || id > after);
  const first = pageSize(page.first);
  const edges = await nodesOf(context, 'Agent', rest.slice(0, first), (id) => encodeCursor(id));
  return { ...connectionOf(edges, rest.length > first, page.after), totalCount: all.length };
};

export const findings: Cut = async (_ask, args, context, visible) => {
  const { filter, ...page } = args as { readonly filter?: Args | null } & PageArgs;
  const fits = filterOf<VisibleFinding>(filter, ['severity', 'question', 'situation']);
  const all = visible.findings.filter(fits);
  const from = decodeCursor(page.after, offsetPlace) ?? 0;
  const first = pageSize(page.first);
  const edges = await nodesOf(context, 'Finding', all.slice(from, from + first), (_id, i) =>
    encodeCursor(from + i + 1),
  );
  const bySeverity = [...Map.groupBy(all, ({ severity }) => severity)].map(([name, own]) => ({
    name,
    count: own.length,
  }));
  return { ...connectionOf(edges, from + first < all.length, page.after), bySeverity, totalCount: all.length };
};

/** Filters by the fields that are known here. Errors: `outside-scope` for another one. */
function filterOf<T>(given: Args | null | undefined, exact: readonly (keyof T & string)[], part?: keyof T & string) {
  const asked = Object.entries(given ?? {}).filter(([, value]) => value !== undefined && value !== null);
  const strange = asked.find(([name]) => name !== part && !(exact as readonly string[]).includes(name));
  if (strange !== undefined)
    throw new KeylineError('outside-scope', `This filter cannot be cut to your teams and environments: ${strange[0]}`);
  return (one: T): boolean =>
    asked.every(([name, value]) => {
      const own = one[name as keyof T & string];
      return name === part
        ? String(own ?? '')
            .toLowerCase()
            .includes(String(value).toLowerCase())
        : own === value;
    });
}

async function nodesOf(
  context: ApiContext,
  label: 'Agent' | 'Finding',
  page: readonly { readonly id: string }[],
  cursorOf: (id: string, index: number) => string,
) {
  const found = await Promise.all(page.map(({ id }) => context.loaders.node(label, id)));
  return found.flatMap((node, i) => (node === undefined ? [] : [{ cursor: cursorOf(node.id, i), node }]));
}

/** Nothing for what is not there and for what could be several things. */
async function orNothing(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof KeylineError && (thrown.code === 'node-ambiguous' || thrown.code === 'node-unknown'))
      return undefined;
    throw thrown;
  }
}

/** The same words for what is not there and what is not visible. */
function unknown(id: unknown): KeylineError {
  return new KeylineError('node-unknown', `There is no "${String(id).slice(0, 120)}" in your scope`, { exitCode: 2 });
}
