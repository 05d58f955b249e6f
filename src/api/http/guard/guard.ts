import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql/index.js';
import { authorize, may, ROLE_ACTIONS } from '../../../auth/index.ts';
import { KeylineError } from '../../../lib/errors.ts';
import type { StoredNode } from '../../../queries/lineage/index.ts';
import type { ApiContext } from '../../context.ts';
import { cutPage, openCursors } from './cursors.ts';
import { checkArguments, openly } from './open.ts';
import { HIDDEN, type Masks } from './personal.ts';
import { hasRule, isPersonal, ROOT_RULES } from './rules.ts';
import type { Visible } from './visible.ts';

type Args = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, ApiContext>;
type Resolver = GraphQLFieldResolver<unknown, ApiContext>;

const guarded = new WeakSet<GraphQLSchema>();

/**
 * Puts the rules before every field of a schema: roles before root fields, scopes behind whatever hands out a node, personal data
 * hidden. What has no rule is for administrators. Done once for a schema.
 */
export function guardSchema(schema: GraphQLSchema, masks: Masks): GraphQLSchema {
  if (guarded.has(schema)) return schema;
  guarded.add(schema);
  const roots = new Set([
    schema.getQueryType()?.name,
    schema.getMutationType()?.name,
    schema.getSubscriptionType()?.name,
  ]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()) as Field[]) {
      if (roots.has(type.name)) guardRoot(type.name, field, masks);
      else guardField(type.name, field, masks);
    }
  }
  return schema;
}

function guardRoot(type: string, field: Field, masks: Masks): void {
  const rule = ROOT_RULES[`${type}.${field.name}`] ?? { action: 'administer' };
  const own = resolverOf(field);
  field.resolve = (source, given, context, info) => {
    const { caller } = context;
    if (caller.scope !== undefined && rule.whole !== undefined && ROLE_ACTIONS[caller.role].has(rule.action))
      throw outside(field.name, rule.whole);
    authorize(caller, rule.action);
    const isPlain = may(caller, 'personal');
    const args = argumentsOf(given, context, masks);
    const plainly = (): unknown => own(source, args, context, info);
    if (!isPlain) checkArguments(field.name, given);
    return seenOnly(context, isPlain ? plainly() : openly(plainly, args, !isNonNullType(field.type)));
  };
}

/** A place in a list holds keys. */
const CURSORS: ReadonlySet<string> = new Set(['cursor', 'startCursor', 'endCursor']);

/** Arguments with what stood in for keys put back. */
function argumentsOf(given: Args, { caller }: ApiContext, masks: Masks): Args {
  const open = caller.scope === undefined ? given : openCursors(given);
  return may(caller, 'personal') ? open : (masks.reveal(open) as Args);
}

function guardField(type: string, field: Field, masks: Masks): void {
  const isUnruled = !hasRule(type, field.name);
  const personal = isPersonal(type, field.name);
  const isLeaf = isLeafType(getNamedType(field.type));
  const isCursor = CURSORS.has(field.name);
  if (isLeaf && !isUnruled && !personal && !isCursor) return;
  const own = resolverOf(field);
  field.resolve = (source, given, context, info) => {
    const { caller } = context;
    const isPlain = may(caller, 'personal');
    const args = argumentsOf(given, context, masks);
    if (isCursor && !isPlain) return masks.cursor(own(source, args, context, info));
    if (isUnruled) authorize(caller, 'administer');
    if (personal && !isPlain) return hidden(own(source, args, context, info));
    return seenOnly(context, own(source, args, context, info));
  };
}

async function hidden(value: unknown): Promise<unknown> {
  const found = await value;
  if (found === null || found === undefined) return null;
  return Array.isArray(found) ? found.map(() => HIDDEN) : HIDDEN;
}

/** What was read is cut already; what hands out a node looks once more. */
function seenOnly({ visible }: ApiContext, value: unknown): unknown {
  if (visible === undefined) return value;
  return Promise.all([visible(), value]).then(([seen, found]) => visibleOnly(found, seen));
}

/** The value without nodes that are not visible, whether it is one, a list, an edge or a page of edges. */
function visibleOnly(value: unknown, visible: Visible): unknown {
  if (Array.isArray(value)) return value.filter((one) => isSeen(one, visible));
  if (typeof value !== 'object' || value === null) return value;
  if (!isSeen(value, visible)) return null;
  const { edges } = value as { edges?: unknown };
  if (!Array.isArray(edges)) return value;
  const page = { ...value, edges: edges as { readonly cursor: string }[] };
  return cutPage(
    page,
    page.edges.filter((one) => isSeen(one, visible)),
  );
}

function isSeen(value: unknown, visible: Visible): boolean {
  if (isStored(value)) return visible.has(value);
  const node = (value as { node?: unknown } | null)?.node;
  return !isStored(node) || visible.has(node);
}

function isStored(value: unknown): value is StoredNode {
  return typeof value === 'object' && value !== null && 'label' in value && 'id' in value && 'props' in value;
}

function resolverOf(field: Field): Resolver {
  const { resolve, name } = field;
  return resolve ?? ((source) => (source as Readonly<Record<string, unknown>>)[name]);
}

function outside(what: string, why: string): KeylineError {
  return new KeylineError('outside-scope', `This cannot be cut to your teams and environments: ${what}; ${why}`, {
    hint: 'It needs a role without a scope.',
  });
}
