import type { VaultEntity, VaultGroup } from './types.ts';

/** Whose values fill a template. */
export interface Identity {
  readonly entity: VaultEntity | 'none' | 'unknown';
  /** All groups of the entity, inherited ones too. */
  readonly groups: readonly VaultGroup[];
}

/** A filled path; `missing`: Vault drops the rule, because there is no such value; `unknown`: we do not know the value. */
export type Filled = { readonly path: string } | 'missing' | 'unknown';

type Value = string | 'missing' | 'unknown' | { readonly text: string };

/**
 * Puts identity values into `{{identity.…}}`. A value that is not there, or that holds a wildcard, drops the rule.
 * https://developer.hashicorp.com/vault/docs/concepts/policies#templated-policies
 */
export function fillTemplate(path: string, identity: Identity, namespace: string): Filled {
  let filled = '';
  let unknown = false;
  let from = 0;
  for (const match of path.matchAll(/\{\{(.*?)\}\}/g)) {
    const value = valueFor((match[1] ?? '').trim(), identity, namespace);
    if (value === 'missing') return 'missing';
    if (value === 'unknown') unknown = true;
    else filled += path.slice(from, match.index) + (typeof value === 'string' ? value : value.text);
    from = match.index + match[0].length;
  }
  if (unknown) return 'unknown';
  const whole = filled + path.slice(from);
  return from > 0 && wildcardIn(path, whole) ? 'missing' : { path: whole };
}

/** Values must not bring wildcards: there are as many as before. */
function wildcardIn(template: string, filled: string): boolean {
  const plain = template.replace(/\{\{.*?\}\}/g, '');
  const count = (text: string): number => text.replace(/[^*+]/g, '').length;
  return count(filled) > count(plain);
}

function valueFor(selector: string, identity: Identity, namespace: string): Value {
  if (selector.startsWith('identity.entity.')) return entityValue(selector.slice(16), identity);
  if (selector.startsWith('identity.groups.')) return groupValue(selector.slice(16), identity, namespace);
  return 'missing';
}

function known(text: string | undefined, collected: boolean): Value {
  if (text === undefined) return collected ? 'missing' : 'unknown';
  return text === '' ? 'missing' : { text };
}

function entityValue(selector: string, { entity }: Identity): Value {
  if (entity === 'none') return 'missing';
  if (entity === 'unknown') return 'unknown';
  if (selector === 'id') return known(entity.entityId, false);
  if (selector === 'name') return known(entity.name, false);
  const key = after(selector, 'metadata.');
  if (key !== undefined) return known(own(entity.metadata, key), entity.metadata !== undefined);
  const alias = after(selector, 'aliases.');
  return alias === undefined ? 'missing' : aliasValue(alias, entity);
}

function aliasValue(selector: string, { aliases }: VaultEntity): Value {
  if (aliases === undefined) return 'unknown';
  const dot = selector.indexOf('.');
  const alias = aliases.find(({ mountAccessor }) => mountAccessor === selector.slice(0, dot));
  if (dot < 0 || alias === undefined) return 'missing';
  const field = selector.slice(dot + 1);
  if (field === 'id') return known(alias.id, false);
  if (field === 'name') return known(alias.name, false);
  const key = after(field, 'metadata.');
  if (key !== undefined) return known(own(alias.metadata, key), alias.metadata !== undefined);
  const custom = after(field, 'custom_metadata.');
  if (custom === undefined) return 'missing';
  return known(own(alias.customMetadata, custom), alias.customMetadata !== undefined);
}

/** `ids.<id>.name`, `names.<name>.metadata.<key>`: of a group that the entity is in. A name is of the policy's namespace. */
function groupValue(selector: string, { entity, groups }: Identity, namespace: string): Value {
  if (entity === 'unknown') return 'unknown';
  const [, by, which, field = ''] = /^(ids|names)\.([^.]+)\.(.+)$/.exec(selector) ?? [];
  const group = groups.find((one) =>
    by === 'ids' ? one.groupId === which : one.name === which && one.namespace === namespace,
  );
  if (group === undefined)
    return groups.some((one) => (by === 'ids' ? one.groupId : one.name) === undefined) ? 'unknown' : 'missing';
  if (field === 'id') return known(group.groupId, false);
  if (field === 'name') return known(group.name, false);
  const key = after(field, 'metadata.');
  return key === undefined ? 'missing' : known(own(group.metadata, key), group.metadata !== undefined);
}

function after(text: string, start: string): string | undefined {
  return text.startsWith(start) ? text.slice(start.length) : undefined;
}

function own(values: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined;
}
