import type { ActionSet, TypeActions } from '../hierarchy/actions.ts';
import type { AzureAction } from './operations.ts';
import type { AzurePermission } from './types.ts';
import { coversOperation } from './wildcard.ts';

/**
 * The operations that a definition's permissions name: `actions` without `notActions`, and the same on the data plane.
 * `notActions` takes away from this definition's own grant only; another assignment may grant the same operation.
 * https://learn.microsoft.com/azure/role-based-access-control/role-definitions#notactions
 */
export function permittedOn(permissions: readonly AzurePermission[], type: TypeActions): ActionSet {
  return type.where((action) => permissions.some((permission) => permits(permission, action as AzureAction)));
}

function permits(permission: AzurePermission, { name, dataAction }: AzureAction): boolean {
  const named = (patterns: readonly string[] | undefined): boolean =>
    patterns?.some((pattern) => coversOperation(pattern, name)) === true;
  return dataAction
    ? named(permission.dataActions) && !named(permission.notDataActions)
    : named(permission.actions) && !named(permission.notActions);
}
