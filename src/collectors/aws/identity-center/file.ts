import {
  type FileFormat,
  type ImportFile,
  type ImportItem,
  MalformedError,
  problemOf,
  topLevelKeys,
} from '../../../collect/index.ts';
import { Bundle, guarded, type Placed } from '../bundle.ts';
import { accountOfFolders } from '../keys.ts';
import { required, text } from '../raw.ts';
import { PermissionSets } from './attached.ts';
import type { AssignmentRaw, IdentityRaw } from './raw.ts';

const TITLE = 'AWS Identity Center: permission sets, assignments, users and groups (JSON bundle)';
const SETS = 'identity-center';
const ASSIGNMENTS = 'identity-center-assignments';
const IDENTITIES = 'identity-store';
const IDENTITY_KEYS = { Users: 'user', Groups: 'group', GroupMemberships: 'membership' } as const;
const OWN_KEYS = ['PermissionSets', 'AccountAssignments', 'GroupMemberships'];

/** The answers of the AWS CLI's sso-admin and identitystore commands in one object (docs/sources/aws.md). */
export const identityCenterFile: FileFormat = {
  id: 'aws-identity-center',
  title: TITLE,
  madeBy: 'aws sso-admin list-instances, describe-permission-set … joined into one object (docs/sources/aws.md)',
  recognise: (file) => {
    const keys = topLevelKeys(file.head);
    const isStore =
      /"IdentityStoreId"/.test(file.head) && ['Instances', 'Users', 'Groups'].some((key) => keys.includes(key));
    return isStore || OWN_KEYS.some((key) => keys.includes(key));
  },
  read,
};

interface About {
  readonly scope: string;
  readonly identityStoreId: string | undefined;
}

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  const bundle = await Bundle.of(file, TITLE);
  const instance = bundle.list('Instances')[0]?.raw ?? {};
  const scope = text(instance, 'OwnerAccountId') ?? accountOfFolders(file);
  if (scope === undefined) {
    yield* bundle.problems;
    const message =
      'no Instances with an OwnerAccountId; add the answer of list-instances, or use a folder named after the account';
    return yield { item: 'problem', problem: { kind: 'malformed', what: TITLE, place: file.name, message } };
  }
  const about = { scope, identityStoreId: text(instance, 'IdentityStoreId') ?? storeOfUsers(bundle) };
  yield* covers(bundle, scope, SETS, ['PermissionSets']);
  yield* covers(bundle, scope, ASSIGNMENTS, ['AccountAssignments']);
  yield* covers(bundle, scope, IDENTITIES, Object.keys(IDENTITY_KEYS));
  yield* bundle.problems;
  yield* permissionSets(bundle, about);
  yield* assignments(bundle, about);
  yield* identities(bundle, about);
}

function storeOfUsers(bundle: Bundle): string | undefined {
  const all = Object.keys(IDENTITY_KEYS).flatMap((key) => bundle.list(key));
  return all.map(({ raw }) => raw['IdentityStoreId']).find((id) => typeof id === 'string');
}

function* covers(bundle: Bundle, scope: string, step: string, keys: readonly string[]): Generator<ImportItem> {
  if (!keys.some((key) => bundle.keys.has(key))) return;
  yield { item: 'covers', step, scope };
  const missing = keys.filter((key) => !bundle.keys.has(key));
  if (missing.length === 0 && !bundle.isCut) return;
  const message = bundle.isCut ? 'it is one page of several' : `${missing.join(', ')} is not in the file`;
  yield { item: 'problem', step, scope, problem: { kind: 'failed', what: TITLE, place: 'the file', message } };
}

async function* permissionSets(bundle: Bundle, { scope, identityStoreId }: About): AsyncGenerator<ImportItem> {
  const documents = bundle.object('PolicyDocuments') ?? {};
  const unread: string[] = [];
  const lookup = (arn: string): Promise<unknown> => {
    if (documents[arn] === undefined) unread.push(`${arn} is not in PolicyDocuments`);
    return Promise.resolve(documents[arn]);
  };
  const sets = new PermissionSets(lookup, (message) => unread.push(message));
  for (const { raw: detail, place } of bundle.list('PermissionSets')) {
    try {
      for (const raw of await sets.resolve(detail, identityStoreId))
        yield { item: 'raw', step: SETS, scope, raw, place };
    } catch (thrown) {
      yield { item: 'problem', step: SETS, scope, problem: problemOf(thrown, TITLE, place) };
    }
    for (const message of unread.splice(0))
      yield { item: 'problem', step: SETS, scope, problem: { kind: 'failed', what: TITLE, place, message } };
  }
}

function* assignments(bundle: Bundle, { scope, identityStoreId }: About): Generator<ImportItem> {
  const names = new Map(bundle.list('PermissionSets').map(({ raw }) => [raw['PermissionSetArn'], raw['Name']]));
  for (const { raw: assignment, place } of bundle.list('AccountAssignments'))
    yield* guarded({ step: ASSIGNMENTS, scope, what: TITLE, place }, () => {
      const permissionSet = names.get(required(assignment, 'PermissionSetArn'));
      if (typeof permissionSet !== 'string')
        throw new MalformedError('its permission set is not among the PermissionSets');
      const raw: AssignmentRaw = { assignment, permissionSet, identityStoreId: storeOr(identityStoreId) };
      return [{ item: 'raw', step: ASSIGNMENTS, scope, raw, place }];
    });
}

function* identities(bundle: Bundle, about: About): Generator<ImportItem> {
  for (const [key, item] of Object.entries(IDENTITY_KEYS))
    for (const placed of bundle.list(key)) yield* identity(item, placed, about);
}

function identity(item: IdentityRaw['item'], { raw: detail, place }: Placed, about: About): Generator<ImportItem> {
  const { scope } = about;
  return guarded({ step: IDENTITIES, scope, what: TITLE, place }, () => {
    const identityStoreId = text(detail, 'IdentityStoreId') ?? storeOr(about.identityStoreId);
    const raw: IdentityRaw = { item, detail, identityStoreId };
    return [{ item: 'raw', step: IDENTITIES, scope, raw, place }];
  });
}

function storeOr(identityStoreId: string | undefined): string {
  if (identityStoreId !== undefined) return identityStoreId;
  throw new MalformedError('no IdentityStoreId; add the answer of list-instances');
}
