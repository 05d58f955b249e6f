import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql/index.js';
import { authorize, may } from '../../../auth/index.ts';
import { KeylineError } from '../../../lib/errors.ts';
import type { StoredNode } from '../../../queries/lineage/index.ts';
import type { ApiContext } from '../../context.ts';
import { HIDDEN, type Masks } from './personal.ts';
import { hasRule, isPersonal, isWhole, ROOT_RULES } from './rules.ts';
import type { Visible } from './visible.ts';

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
    authorize(caller, rule.action);
    const isPlain = may(caller, 'personal');
    const args = isPlain ? given : (masks.reveal(given) as typeof given);
    const ask = (): unknown => own(source, args, context, info);
    if (caller.scope === undefined) return isPlain ? ask() : openly(ask, args);
    if (rule.cut === undefined) throw outside(field.name);
    const { cut } = rule;
    return context.visible().then((visible) => cut(isPlain ? ask : () => openly(ask, args), args, context, visible));
  };
}

/**
 * A person who is looked up is found by name or whole key only: who may not see e-mail addresses must not find out by trying the
 * beginnings of them.
 */
async function openly(ask: () => unknown, { id }: Readonly<Record<string, unknown>>): Promise<unknown> {
  const found = await ask();
  if (typeof id !== 'string' || !isStored(found) || (found.label !== 'Human' && found.label !== 'Principal'))
    return found;
  const isNamed = typeof found.props['name'] === 'string' && found.props['name'].startsWith(id);
  const isKey = found.label === 'Human' ? found.id === id : found.id.startsWith(id);
  return isNamed || isKey ? found : null;
}

/** A place in a list holds keys. */
const CURSORS: ReadonlySet<string> = new Set(['cursor', 'startCursor', 'endCursor']);

function guardField(type: string, field: Field, masks: Masks): void {
  const path = `${type}.${field.name}`;
  const isUnruled = !hasRule(type, field.name);
  const personal = isPersonal(type, field.name);
  const whole = isWhole(type, field.name);
  const isLeaf = isLeafType(getNamedType(field.type));
  const isCursor = CURSORS.has(field.name);
  if (isLeaf && !isUnruled && !personal && !isCursor && whole === undefined) return;
  const own = resolverOf(field);
  field.resolve = (source, given, context, info) => {
    const { caller } = context;
    const isPlain = may(caller, 'personal');
    const args = isPlain ? given : (masks.reveal(given) as typeof given);
    if (isCursor && !isPlain) return masks.cursor(own(source, args, context, info));
    if (isUnruled) authorize(caller, 'administer');
    if (personal && !isPlain) return hidden(own(source, args, context, info));
    if (caller.scope === undefined) return own(source, args, context, info);
    return context.visible().then(async (visible) => {
      const known = scopedTotal(path, source);
      if (known !== undefined) return known;
      if (whole === 'any' || (whole === 'environments' && visible.isCutByEnvironment)) throw outside(path);
      return visibleOnly(await own(source, args, context, info), visible);
    });
  };
}

/** Totals that a cut list brought along. */
function scopedTotal(path: string, source: unknown): unknown {
  const bag = source as Readonly<Record<string, unknown>>;
  if (path === 'Agents.totalCount') return bag['totalCount'] ?? refuse(path);
  if (path === 'Findings.bySeverity') return bag['bySeverity'] ?? refuse(path);
  return undefined;
}

function refuse(path: string): never {
  throw outside(path);
}

async function hidden(value: unknown): Promise<unknown> {
  const found = await value;
  if (found === null || found === undefined) return null;
  return Array.isArray(found) ? found.map(() => HIDDEN) : HIDDEN;
}

/** The value without nodes that are not visible, whether it is one, a list, an edge or a page of edges. */
function visibleOnly(value: unknown, visible: Visible): unknown {
  if (Array.isArray(value)) return value.filter((one) => isSeen(one, visible));
  if (typeof value !== 'object' || value === null) return value;
  if (!isSeen(value, visible)) return null;
  const { edges } = value as { edges?: unknown };
  return Array.isArray(edges) ? { ...value, edges: edges.filter((one) => isSeen(one, visible)) } : value;
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

function outside(what: string): KeylineError {
  return new KeylineError('outside-scope', `This cannot be cut to your teams and environments: ${what}`, {
    hint: 'It needs a role without a scope.',
  });
}
