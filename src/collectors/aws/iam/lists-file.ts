import {
  type FileFormat,
  type ImportFile,
  type ImportItem,
  jsonItems,
  problemOf,
  topLevelKeys,
} from '../../../collect/index.ts';
import { accountOfFolders } from '../keys.ts';
import { asRaw } from '../raw.ts';
import type { OwnedRaw } from './access-keys.ts';
import { isListKey, type ListKey, ListsReading, STEP_OF } from './lists-reading.ts';
import type { MfaRaw } from './mfa-devices.ts';

const FILE_NAMES =
  /^(access-keys|mfa-devices|service-specific-credentials|open-id-connect-providers|saml-providers|iam-lists)\.json$/;

/**
 * IAM's list answers, one or several in a file, each under its own key. A list of users' credentials names users without
 * their path: with `Users` (of list-users) in the same file their ARNs are known, and the list is taken to be of all users.
 */
export const listsFile: FileFormat = {
  id: 'aws-iam-lists',
  title: 'AWS IAM lists: access keys, MFA devices, service-specific credentials, OIDC and SAML providers (JSON)',
  madeBy: 'aws iam list-users, list-access-keys, list-mfa-devices … joined into one object (docs/sources/aws.md)',
  recognise: (file) => {
    const keys = topLevelKeys(file.head);
    return keys.some(isListKey) || (FILE_NAMES.test(file.name) && keys.includes('Users'));
  },
  read,
};

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  const reading = await ListsReading.of(file);
  const scope = reading.account ?? accountOfFolders(file);
  if (scope === undefined) {
    const message = 'nothing in it names an account; put the file into a folder named after the account id';
    return yield { item: 'problem', problem: { kind: 'malformed', what: listsFile.title, place: file.name, message } };
  }
  yield* covers(scope, reading);
  for await (const item of jsonItems(file)) {
    if ('problem' in item) {
      const { place, problem: message } = item;
      yield { item: 'problem', problem: { kind: 'malformed', what: listsFile.title, place, message } };
    } else if (isListKey(item.key) && item.index !== undefined)
      yield* one(item.key, item.value, item.place, scope, reading);
  }
  for (const [userArn, devices] of reading.devices()) {
    const raw: MfaRaw = { userArn, devices };
    yield { item: 'raw', step: 'mfa-devices', scope, raw, place: userArn };
  }
}

function* covers(scope: string, reading: ListsReading): Generator<ImportItem> {
  for (const step of new Set([...reading.keys].map((key) => STEP_OF[key]))) {
    yield { item: 'covers', step, scope };
    const message = reading.gap(step);
    if (message !== undefined)
      yield { item: 'problem', step, scope, problem: { kind: 'failed', what: listsFile.title, place: step, message } };
  }
}

function* one(
  key: ListKey,
  value: unknown,
  place: string,
  scope: string,
  reading: ListsReading,
): Generator<ImportItem> {
  const step = STEP_OF[key];
  try {
    const item = asRaw(value);
    if (key === 'MFADevices' || key === 'VirtualMFADevices') reading.addDevice(key, item, scope);
    else if (key === 'OpenIDConnectProviderList' || key === 'SAMLProviderList')
      yield { item: 'raw', step, scope, raw: item, place };
    else {
      const raw: OwnedRaw = { userArn: reading.userArn(item, scope), item };
      yield { item: 'raw', step, scope, raw, place };
    }
  } catch (thrown) {
    yield { item: 'problem', step, scope, problem: problemOf(thrown, listsFile.title, place) };
  }
}
