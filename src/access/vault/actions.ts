import type { VaultCapability } from '../../lib/vault-policy.ts';
import type { Action } from '../hierarchy/actions.ts';
import { type LevelMask, levelMask } from '../levels.ts';
import { API_PATH, KV_SECRET, type Probe } from './probes.ts';

const READ = levelMask(['Read']);
const LIST = levelMask(['List']);
const WRITE = levelMask(['Write']);
const TAGGING = levelMask(['Tagging']);
const PERMISSIONS = levelMask(['Permissions']);

type Counted = Readonly<Partial<Record<VaultCapability, LevelMask>>>;

const CHANGES: Counted = { create: WRITE, update: WRITE, patch: WRITE };
const ANYTHING: Counted = { ...CHANGES, delete: WRITE, read: READ, list: LIST };

const GIVES: Counted = { create: PERMISSIONS, update: PERMISSIONS, patch: PERMISSIONS };

/**
 * What a capability on a path comes to. Metadata is no secret: reading it is listing, writing it is tagging; deleting it
 * deletes the secret with all its versions. Those that are left out do nothing on the path.
 * https://developer.hashicorp.com/vault/docs/concepts/policies#capabilities
 */
const COUNTED: Readonly<Record<Probe, Counted>> = {
  data: { ...CHANGES, delete: WRITE, read: READ, recover: WRITE },
  subkeys: { read: LIST },
  metadata: { read: LIST, create: TAGGING, update: TAGGING, patch: TAGGING, delete: WRITE },
  delete: { create: WRITE, update: WRITE },
  undelete: { create: WRITE, update: WRITE },
  destroy: { create: WRITE, update: WRITE },
  folder: { list: LIST },
  'folder/': { list: LIST },
  api: ANYTHING,
  protected: ANYTHING,
  power: GIVES,
  'protected-power': GIVES,
};

/** The two ways to ask for a folder are one action, and so are the ways to ask for a path. */
const NAMES: Readonly<Record<Probe, string>> = {
  data: 'data',
  subkeys: 'subkeys',
  metadata: 'metadata',
  delete: 'delete',
  undelete: 'undelete',
  destroy: 'destroy',
  folder: 'folder',
  'folder/': 'folder',
  api: 'path',
  protected: 'path',
  power: 'grant',
  'protected-power': 'grant',
};

/** `data:read`, `folder:list`, `path:update`; `undefined` where the capability does nothing. */
export function actionName(probe: Probe, capability: VaultCapability): string | undefined {
  return COUNTED[probe][capability] === undefined ? undefined : `${NAMES[probe]}:${capability}`;
}

/** Every action of a probe. */
export function actionNames(probe: Probe): readonly string[] {
  return Object.keys(COUNTED[probe]).map((capability) => `${NAMES[probe]}:${capability}`);
}

const OF_TYPE: ReadonlyMap<string, readonly Probe[]> = new Map([
  [KV_SECRET, ['data', 'subkeys', 'metadata', 'delete', 'undelete', 'destroy', 'folder']],
  [API_PATH, ['api', 'power']],
] satisfies [string, Probe[]][]);

export function actionsOf(type: string): readonly Action[] {
  return (OF_TYPE.get(type) ?? []).flatMap((probe) =>
    Object.entries(COUNTED[probe]).map(([capability, level]) => ({ name: `${NAMES[probe]}:${capability}`, level })),
  );
}
