import type { MapContext } from '../../collect/index.ts';
import { tagList } from '../../lib/tags.ts';
import { edge, node, resourcePath } from '../../schema/index.ts';
import { asObject, type Json, objectAt, textAt } from './fields.ts';
import * as keys from './keys.ts';
import type { VaultRaw } from './routes.ts';

function serverNode(scope: string) {
  return node('Resource', keys.server(scope).id, {
    name: scope,
    kind: 'vault:server',
    system: 'vault',
    tenant: scope,
    host: scope.split('/', 1)[0],
    path: resourcePath('vault', scope, 'vault:server', undefined, scope),
  });
}

/** Secret engines (`sys/mounts`) and auth methods (`sys/auth`) as containers of the server. */
export function mapMounts({ path, data }: VaultRaw, { scope }: MapContext) {
  const prefix = path === 'sys/auth' ? 'auth/' : '';
  const kind = path === 'sys/auth' ? 'vault:auth-method' : 'vault:mount';
  const mounts = Object.entries(data).flatMap(([name, value]) => {
    const facts = asObject(value);
    return name.endsWith('/') && facts !== undefined ? [mountRecords(scope, `${prefix}${name}`, kind, facts)] : [];
  });
  return [serverNode(scope), ...mounts.flat()];
}

function mountRecords(scope: string, path: string, kind: string, facts: Json) {
  const name = path.replace(/\/$/, '');
  const self = keys.mount(scope, name);
  const options = objectAt(facts, 'options');
  const resource = node('Resource', self.id, {
    name,
    kind,
    system: 'vault',
    tenant: scope,
    path: resourcePath('vault', scope, kind, undefined, name),
    tags: tagList([
      ['type', textAt(facts, 'type')],
      ...(textAt(options, 'version') === undefined ? [] : [['version', textAt(options, 'version')] as const]),
      ...(textAt(facts, 'accessor') === undefined ? [] : [['accessor', textAt(facts, 'accessor')] as const]),
    ]),
  });
  return [resource, edge('CONTAINS', keys.server(scope), self, {})];
}
