import type { TypeActions } from '../hierarchy/actions.ts';
import { type Origin, perType, type Rule } from '../hierarchy/rule.ts';
import { intersectRanges, normaliseRanges, type Ranges, subtractRanges, unionRanges } from '../ranges/ranges.ts';
import { armId, placeOfArmId } from './arm.ts';
import type { AzureEstate } from './estate.ts';
import type { AzureAction } from './operations.ts';
import type { AzureInput, AzureVaultPolicy } from './types.ts';

const VAULT_TYPE = 'microsoft.keyvault:vaults';

/** What is missing where a vault did not tell. */
const MODEL = 'permission model of the vault';

/**
 * Key vaults, each with its permission model: what is in one is opened by role assignments or by access policies of its own,
 * never by both. https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy
 */
export interface Vaults {
  /** With access policies. */
  readonly own: Ranges;
  /** Whose model could not be read. */
  readonly unclear: Ranges;
}

export function vaultsOf({ resources, tenant }: AzureInput, { places }: AzureEstate): Vaults {
  const models = [...resources].flatMap(({ id, dataAccess = 'unknown' }) =>
    placeOfArmId(id, tenant)?.type === VAULT_TYPE ? [{ id: armId(id), dataAccess }] : [],
  );
  const where = (model: string): Ranges =>
    normaliseRanges(models.filter((one) => one.dataAccess === model).flatMap(({ id }) => places.within(id)));
  return { own: where('access-policies'), unclear: where('unknown') };
}

/** A role assignment's rule without the data of vaults that it does not open; of unclear ones it is unknown. */
export function withoutForeignData(rule: Rule, { own, unclear }: Vaults): Rule[] {
  const foreign = intersectRanges(rule.ranges, unionRanges(own, unclear));
  if (foreign.length === 0) return [rule];
  const plane = (data: boolean, ranges: Ranges): Rule => ({
    ...rule,
    ranges,
    actionsOn: perType((type) => rule.actionsOn(type) & planeOf(type, data)),
  });
  const perhaps = plane(true, intersectRanges(rule.ranges, unclear));
  return [
    plane(false, rule.ranges),
    plane(true, subtractRanges(rule.ranges, foreign)),
    ...(perhaps.ranges.length === 0 ? [] : [{ ...perhaps, certainty: 'unknown' as const, keys: [MODEL] }]),
  ];
}

function planeOf(type: TypeActions, data: boolean): bigint {
  return type.where((action) => (action as AzureAction).dataAction === data);
}

/** Words of access policies and the data actions that they stand for. */
const OPERATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['secrets/get', ['secrets/getsecret/action']],
  ['secrets/list', ['secrets/readmetadata/action']],
  ['secrets/set', ['secrets/setsecret/action']],
  ['secrets/delete', ['secrets/delete']],
  ['keys/sign', ['keys/sign/action']],
  ['keys/decrypt', ['keys/decrypt/action']],
]);

/** What a vault's own access policy gives to one principal. */
export function accessPolicyRule(
  { vaultId, principalId, permissions }: AzureVaultPolicy,
  { unclear }: Vaults,
  { places }: AzureEstate,
): Rule[] {
  const within = places.within(armId(vaultId));
  const origin: Origin = { kind: 'vault access policy', id: armId(vaultId), scope: vaultId, principal: principalId };
  const words = permissions.map((permission) => permission.toLowerCase());
  const names = new Set(
    words.flatMap((word) => OPERATIONS.get(word) ?? []).map((name) => `microsoft.keyvault/vaults/${name}`),
  );
  const everyWord = (name: string): boolean =>
    words.some((word) => word.endsWith('/all') && name.startsWith(`microsoft.keyvault/vaults/${word.slice(0, -3)}`));
  const rule: Rule = {
    deny: false,
    certainty: 'certain',
    keys: [],
    ranges: subtractRanges(within, unclear),
    origin,
    identity: JSON.stringify(['access policy', armId(vaultId), [...words].sort()]),
    actionsOn: perType(
      (type) =>
        planeOf(type, true) & type.where(({ name }) => names.has(name.toLowerCase()) || everyWord(name.toLowerCase())),
    ),
  };
  const doubt = intersectRanges(within, unclear);
  if (doubt.length === 0) return [rule];
  return [rule, { ...rule, certainty: 'unknown', keys: [MODEL], ranges: doubt }];
}
