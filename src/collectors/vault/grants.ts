import type { VaultCapability, VaultRule } from '../../lib/vault-policy.ts';
import type { NodeRef } from '../../schema/index.ts';
import * as keys from './keys.ts';

/** A secret engine as `sys/mounts` tells it. */
export interface MountInfo {
  /** Without the slash at its end. */
  readonly path: string;
  readonly kvVersion: 1 | 2 | undefined;
}

type Level = 'Read' | 'List' | 'Write' | 'Tagging' | 'Permissions';

/** What one policy grants on one resource. */
export interface Grant {
  readonly resource: NodeRef<'Resource'>;
  readonly certain: readonly Level[];
  readonly possible: readonly Level[];
  /** Why some of it is only possible. */
  readonly conditions: readonly string[];
}

const ORDER: readonly Level[] = ['Read', 'List', 'Write', 'Tagging', 'Permissions'];

/**
 * The grants of one policy by resource: a literal path is a secret, `…/*` a folder or mount with all below it, and any
 * other pattern the folder it lies in, with its levels only possible. Where another rule of the same policy takes a
 * level away below a folder, that level is only possible there. Several policies together, exactly: the access engine.
 */
export function grantsOf(rules: readonly VaultRule[], scope: string, mounts?: readonly MountInfo[]): readonly Grant[] {
  const merged = new Map<
    string,
    { resource: Grant['resource']; certain: Set<Level>; possible: Map<Level, string[]> }
  >();
  for (const rule of rules) {
    const target = targetOf(rule.path, scope, mounts);
    const levels = levelsOf(rule.capabilities, target.part);
    const found = merged.get(target.resource.id) ?? {
      resource: target.resource,
      certain: new Set<Level>(),
      possible: new Map<Level, string[]>(),
    };
    for (const level of levels) {
      const conditions = conditionsOf(rule, level, rules, scope, target, mounts);
      if (conditions.length === 0) found.certain.add(level);
      else found.possible.set(level, [...(found.possible.get(level) ?? []), ...conditions]);
    }
    if (levels.length > 0) merged.set(target.resource.id, found);
  }
  return [...merged.values()].map(({ resource, certain, possible }) => ({
    resource,
    certain: ORDER.filter((level) => certain.has(level)),
    possible: ORDER.filter((level) => possible.has(level) && !certain.has(level)),
    conditions: [...new Set([...possible].flatMap(([level, why]) => (certain.has(level) ? [] : why)))].sort(),
  }));
}

function conditionsOf(
  rule: VaultRule,
  level: Level,
  rules: readonly VaultRule[],
  scope: string,
  target: Target,
  mounts: readonly MountInfo[] | undefined,
): string[] {
  const narrower = rules.filter(
    (other) =>
      rule.path.endsWith('*') &&
      other.path !== rule.path &&
      other.path.startsWith(rule.path.slice(0, -1)) &&
      !levelsOf(other.capabilities, targetOf(other.path, scope, mounts).part).includes(level),
  );
  return [
    ...(target.exact ? [] : [`path=${rule.path}`]),
    ...rule.limits,
    ...narrower.map((other) => `except=${other.path}`),
  ];
}

/** The part of the KV v2 API that a path speaks to; `other` for every other engine and KV v1. */
type Part = 'data' | 'metadata' | 'versions' | 'other';

interface Target {
  readonly resource: NodeRef<'Resource'>;
  readonly part: Part;
  /** The resource is just what the pattern says, no more. */
  readonly exact: boolean;
}

const PARTS: Readonly<Record<string, Part>> = {
  data: 'data',
  subkeys: 'data',
  metadata: 'metadata',
  delete: 'versions',
  undelete: 'versions',
  destroy: 'versions',
};

/** Which resource a path pattern stands for. */
export function targetOf(pattern: string, scope: string, mounts?: readonly MountInfo[]): Target {
  const kv = kvPathOf(pattern, mounts);
  if (kv === undefined) return { resource: keys.apiPath(scope, pattern), part: 'other', exact: true };
  const wild = kv.rest.search(/[+*]|\{\{/);
  if (wild < 0 && kv.rest !== '' && !kv.rest.endsWith('/'))
    return { resource: keys.secret(scope, `${kv.mount}/${kv.rest}`), part: kv.part, exact: true };
  const before = wild < 0 ? kv.rest : kv.rest.slice(0, wild);
  const inside = before.slice(0, before.lastIndexOf('/') + 1);
  const resource = inside === '' ? keys.mount(scope, kv.mount) : keys.folder(scope, `${kv.mount}/${inside}`);
  return { resource, part: kv.part, exact: wild < 0 || (before === inside && kv.rest.slice(wild) === '*') };
}

interface KvPath {
  readonly mount: string;
  readonly part: Part;
  readonly rest: string;
}

/** Splits a path of a KV engine. Without knowledge of the mounts a v2 path is told by its second segment. */
function kvPathOf(pattern: string, mounts: readonly MountInfo[] | undefined): KvPath | undefined {
  const mount = mounts?.find((one) => one.kvVersion !== undefined && pattern.startsWith(`${one.path}/`));
  if (mount !== undefined) {
    const rest = pattern.slice(mount.path.length + 1);
    return mount.kvVersion === 1 ? { mount: mount.path, part: 'other', rest } : kvTwo(mount.path, rest);
  }
  const match = /^(?!sys\/|auth\/|identity\/|cubbyhole\/)([^/+*{]+)\/(.*)$/.exec(pattern);
  return mounts === undefined && match !== null ? kvTwo(match[1] ?? '', match[2] ?? '') : undefined;
}

function kvTwo(mount: string, rest: string): KvPath | undefined {
  if (rest === '*') return { mount, part: 'data', rest };
  const [api = '', ...path] = rest.split('/');
  const part = PARTS[api];
  return part === undefined ? undefined : { mount, part, rest: path.join('/') };
}

function levelsOf(capabilities: readonly VaultCapability[], part: Part): readonly Level[] {
  if (capabilities.includes('deny')) return [];
  const levels = new Set(capabilities.flatMap((one) => levelsOfCapability(one, part)));
  return ORDER.filter((level) => levels.has(level));
}

/** Metadata is no secret: to read it is to list, to write it is to tag; to delete it deletes the secret. */
function levelsOfCapability(capability: VaultCapability, part: Part): readonly Level[] {
  if (capability === 'sudo') return ['Permissions'];
  if (capability === 'list') return ['List'];
  if (capability === 'delete') return ['Write'];
  if (capability === 'read' || capability === 'subscribe') return part === 'metadata' ? ['List'] : ['Read'];
  return part === 'metadata' ? ['Tagging'] : ['Write'];
}
