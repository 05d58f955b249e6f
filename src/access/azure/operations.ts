import type { Action } from '../hierarchy/actions.ts';
import { type LevelMask, levelMask } from '../levels.ts';
import type { AzureOperation } from './types.ts';

/** An operation as the engine counts it. */
export interface AzureAction extends Action {
  readonly dataAction: boolean;
}

/** Operations on any resource: who may assign roles there, who may tag it. */
const EVERYWHERE: readonly AzureOperation[] = [
  { name: 'Microsoft.Authorization/roleAssignments/write', dataAction: false },
  { name: 'Microsoft.Authorization/roleAssignments/delete', dataAction: false },
  { name: 'Microsoft.Resources/tags/write', dataAction: false },
];

const STORAGE = 'Microsoft.Storage/storageAccounts';
const VAULT = 'Microsoft.KeyVault/vaults';

const control = (name: string): AzureOperation => ({ name, dataAction: false });
const data = (name: string): AzureOperation => ({ name, dataAction: true });

/**
 * Operations that matter most where the providers' own lists were not collected.
 * https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations
 */
const BUILT_IN: readonly AzureOperation[] = [
  control(`${STORAGE}/listKeys/action`),
  control(`${STORAGE}/regenerateKey/action`),
  data(`${STORAGE}/blobServices/containers/blobs/read`),
  data(`${STORAGE}/blobServices/containers/blobs/write`),
  data(`${STORAGE}/blobServices/containers/blobs/delete`),
  data(`${STORAGE}/blobServices/containers/blobs/tags/write`),
  data(`${STORAGE}/blobServices/containers/blobs/modifyPermissions/action`),
  control(`${VAULT}/accessPolicies/write`),
  data(`${VAULT}/secrets/getSecret/action`),
  data(`${VAULT}/secrets/readMetadata/action`),
  data(`${VAULT}/secrets/setSecret/action`),
  data(`${VAULT}/secrets/delete`),
  data(`${VAULT}/keys/sign/action`),
  data(`${VAULT}/keys/decrypt/action`),
  control('Microsoft.CognitiveServices/accounts/listKeys/action'),
  data('Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action'),
  control('Microsoft.Compute/virtualMachines/runCommand/action'),
  control('Microsoft.DocumentDB/databaseAccounts/listKeys/action'),
];

/** `microsoft.storage/storageaccounts` for the type `microsoft.storage:storageaccounts`. */
function segmentsOfType(type: string): string {
  return type.replace(':', '/').toLowerCase();
}

/** The resource type in an operation's name: all before the verb, or before `<verb>/action`. */
function subjectOf(operation: string): string {
  const parts = operation.toLowerCase().split('/');
  return parts.slice(0, parts.at(-1) === 'action' ? -2 : -1).join('/');
}

/**
 * The operations on each type of an estate. An operation acts on the type that its name begins with, the longest of those
 * that there are: reading blobs acts on the container, or on the account where containers are not listed.
 */
export function operationsByType(
  types: readonly string[],
  given: Iterable<AzureOperation>,
): (type: string) => readonly AzureAction[] {
  const known = new Map(types.map((type) => [segmentsOfType(type), new Map<string, AzureOperation>()]));
  const place = (operation: AzureOperation): void => {
    const parts = subjectOf(operation.name).split('/');
    for (let length = parts.length; length >= 2; length -= 1) {
      const found = known.get(parts.slice(0, length).join('/'));
      if (found === undefined) continue;
      found.set(operation.name.toLowerCase(), operation);
      return;
    }
  };
  for (const operation of [...BUILT_IN, ...given]) place(operation);
  return (type) => {
    const subject = segmentsOfType(type);
    const own = ['read', 'write', 'delete'].map((verb) => control(`${subject}/${verb}`));
    const all = new Map([...own, ...EVERYWHERE].map((each) => [each.name.toLowerCase(), each]));
    for (const [name, operation] of known.get(subject) ?? []) all.set(name, operation);
    const dataPlane = [...all.values()].some(({ dataAction }) => dataAction);
    return [...all.values()].map((each) => ({ ...each, level: levelOf(each, dataPlane) }));
  };
}

const PERMISSIONS =
  /^microsoft\.authorization\/|\/(accesspolicies\/write|modifypermissions\/action|manageownership\/action)$/;
const TAGGING = /\/tags\/(write|delete)$/;
const READS =
  /^(get|read(?!metadata)|download|query|export|decrypt|unwrap|list.*(key|secret|credential|sas|connectionstring|token))/;
const LISTS = /^(list|search|readmetadata|check|validate)/;

/**
 * Reading on the control plane tells what there is, not what is in it: where a type has a data plane that is to list.
 * https://learn.microsoft.com/azure/role-based-access-control/role-definitions#control-and-data-actions
 */
function levelOf({ name, dataAction }: AzureOperation, dataPlane: boolean): LevelMask {
  const lower = name.toLowerCase();
  if (TAGGING.test(lower)) return levelMask(['Tagging']);
  if (PERMISSIONS.test(lower)) return levelMask(['Permissions']);
  const parts = lower.split('/');
  const verb = (parts.at(-1) === 'action' ? parts.at(-2) : parts.at(-1)) ?? '';
  if (verb === 'read') return levelMask(dataAction || !dataPlane ? ['Read', 'List'] : ['List']);
  if (parts.at(-1) !== 'action') return levelMask(['Write']);
  if (READS.test(verb)) return levelMask(['Read']);
  return levelMask(LISTS.test(verb) ? ['List'] : ['Write']);
}
