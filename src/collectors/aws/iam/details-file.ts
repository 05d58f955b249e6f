import {
  type FileFormat,
  type ImportFile,
  type ImportItem,
  jsonItems,
  problemOf,
  topLevelKeys,
} from '../../../collect/index.ts';
import { accountOf, accountOfFolders } from '../keys.ts';
import { asRaw, type Raw, required } from '../raw.ts';
import { DetailsIndex, type IamRaw, type PrincipalKind } from './details.ts';

const STEP = 'iam';
const KINDS: Readonly<Record<string, PrincipalKind>> = {
  UserDetailList: 'user',
  RoleDetailList: 'role',
  GroupDetailList: 'group',
};
const KEYS = [...Object.keys(KINDS)];

/** `aws iam get-account-authorization-details`, unmodified: documents as objects (CLI) or as URL-encoded text (API). */
export const detailsFile: FileFormat = {
  id: 'aws-account-authorization-details',
  title: 'AWS account authorization details (JSON)',
  madeBy: 'aws iam get-account-authorization-details > account-authorization-details.json',
  recognise: (file) => {
    const keys = topLevelKeys(file.head);
    return KEYS.some((key) => keys.includes(key)) || isPoliciesFirst(keys, file);
  },
  read,
};

/** Written with sorted keys, `Policies` may fill the head; other exports that have it are told by their names. */
function isPoliciesFirst(keys: readonly string[], file: ImportFile): boolean {
  return keys.includes('Policies') && /"PolicyVersionList"/.test(file.head);
}

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  const index = new DetailsIndex();
  const first = await indexed(file, index);
  const accounts = first.accounts.size > 0 ? [...first.accounts] : foldersOf(file);
  if (accounts.length === 0) return yield noAccount(file);
  for (const scope of accounts) {
    yield { item: 'covers', step: STEP, scope };
    yield { item: 'raw', step: STEP, scope, raw: { item: 'account', account: scope }, place: 'account' };
  }
  const fallback = accounts[0] ?? '';
  for (const { raw, place } of first.policies)
    yield { item: 'raw', step: STEP, scope: accountOfRaw(raw) ?? fallback, raw, place };
  for (const problem of first.problems) yield { item: 'problem', problem };
  yield* principals(file, index, fallback);
}

function foldersOf(file: ImportFile): string[] {
  const account = accountOfFolders(file);
  return account === undefined ? [] : [account];
}

function accountOfRaw(raw: IamRaw): string | undefined {
  return 'detail' in raw ? accountOf(required(raw.detail, 'Arn')) : undefined;
}

function noAccount(file: ImportFile): ImportItem {
  const message = 'no ARN in it names an account; put the file into a folder named after the account id';
  return { item: 'problem', problem: { kind: 'malformed', what: detailsFile.title, place: file.name, message } };
}

interface FirstPass {
  readonly accounts: Set<string>;
  readonly policies: { readonly raw: IamRaw; readonly place: string }[];
  readonly problems: (ImportItem & { item: 'problem' })['problem'][];
}

/** First pass: the accounts, and what is referred to by name. Users come before the groups they name. */
async function indexed(file: ImportFile, index: DetailsIndex): Promise<FirstPass> {
  const pass: FirstPass = { accounts: new Set(), policies: [], problems: [] };
  for await (const item of jsonItems(file)) {
    if ('problem' in item) continue;
    if (isTruncated(item.key, item.value)) pass.problems.push(truncated(item.place));
    if (item.index === undefined) continue;
    try {
      take(item.key, asRaw(item.value), item.place, index, pass);
    } catch (thrown) {
      if (item.key === 'Policies') pass.problems.push(problemOf(thrown, detailsFile.title, item.place));
      // Principals that cannot be read are reported in the second pass.
    }
  }
  return pass;
}

function take(key: string, detail: Raw, place: string, index: DetailsIndex, pass: FirstPass): void {
  if (key !== 'Policies' && KINDS[key] === undefined) return;
  const account = accountOf(required(detail, 'Arn'));
  if (account !== undefined) pass.accounts.add(account);
  if (key === 'GroupDetailList') index.addGroup(detail);
  if (key === 'Policies') pass.policies.push(...index.addPolicy(detail).map((raw) => ({ raw, place })));
}

/** The CLI ends a cut list with NextToken, the API with IsTruncated and Marker. */
function isTruncated(key: string, value: unknown): boolean {
  return (key === 'IsTruncated' && value === true) || (key === 'NextToken' && typeof value === 'string');
}

function truncated(place: string): FirstPass['problems'][number] {
  const message = 'the export is one page of several: what is not in it is not taken as gone';
  return { kind: 'failed', what: detailsFile.title, place, message };
}

async function* principals(file: ImportFile, index: DetailsIndex, fallback: string): AsyncGenerator<ImportItem> {
  for await (const item of jsonItems(file)) {
    if ('problem' in item) {
      const { place, problem: message } = item;
      yield { item: 'problem', problem: { kind: 'malformed', what: detailsFile.title, place, message } };
      continue;
    }
    const kind = KINDS[item.key];
    if (kind === undefined || item.index === undefined) continue;
    try {
      for (const raw of await index.resolve(kind, asRaw(item.value))) {
        const scope = accountOfRaw(raw) ?? fallback;
        yield { item: 'raw', step: STEP, scope, raw, place: item.place };
        yield* unresolved(raw, scope, item.place);
      }
    } catch (thrown) {
      yield { item: 'problem', problem: problemOf(thrown, detailsFile.title, item.place) };
    }
  }
}

function* unresolved(raw: IamRaw, scope: string, place: string): Generator<ImportItem> {
  if (!('problems' in raw)) return;
  for (const message of raw.problems)
    yield {
      item: 'problem',
      step: STEP,
      scope,
      problem: { kind: 'malformed', what: detailsFile.title, place, message },
    };
}
