import type { FileFormat, ImportFile, ImportItem } from '../../../collect/index.ts';
import { topLevelKeys } from '../../../collect/index.ts';
import { Bundle, guarded } from '../bundle.ts';
import { accountOf, accountOfFolders } from '../keys.ts';
import { objects, required, text } from '../raw.ts';
import { organizationPolicy, PolicyTargets, targetIds } from './policies.ts';
import type { OrganizationPolicy, StructureRaw } from './raw.ts';

const STRUCTURE = 'organizations';
const POLICIES = 'organization-policies';
const STRUCTURE_KEYS = ['Organization', 'Roots', 'Accounts', 'OrganizationalUnitsForParent', 'AccountsForParent'];
const POLICY_KEYS = ['Policies', 'TargetsForPolicy'];
const TITLE = 'AWS Organizations: structure and policies (JSON bundle)';

/** The answers of the AWS CLI's organizations commands in one object, each under its own key (docs/sources/aws.md). */
export const organizationsFile: FileFormat = {
  id: 'aws-organizations',
  title: TITLE,
  madeBy:
    'aws organizations describe-organization, list-roots, list-accounts … joined into one object (docs/sources/aws.md)',
  recognise: (file) => {
    const keys = topLevelKeys(file.head);
    const isNamed = /:organizations::/.test(file.head) || file.name === 'organizations.json';
    return isNamed && [...STRUCTURE_KEYS, ...POLICY_KEYS].some((key) => keys.includes(key));
  },
  read,
};

/** What every item of a file is about. */
interface Organization {
  /** The management account, else the account of the folder. */
  readonly scope: string;
  readonly organizationId: string | undefined;
  readonly managementAccount: string | undefined;
}

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  const bundle = await Bundle.of(file, TITLE);
  const organization = organizationOf(bundle, file);
  if (organization === undefined) {
    yield* bundle.problems;
    const message = 'no ARN in it names the management account; add the answer of describe-organization';
    return yield { item: 'problem', problem: { kind: 'malformed', what: TITLE, place: file.name, message } };
  }
  yield* covers(bundle, organization.scope, STRUCTURE, STRUCTURE_KEYS);
  yield* covers(bundle, organization.scope, POLICIES, POLICY_KEYS);
  yield* bundle.problems;
  yield* structure(bundle, organization);
  yield* policies(bundle, organization.scope);
}

/** ARNs of Organizations name both: `arn:aws:organizations::<management account>:account/<organisation>/<account>`. */
function organizationOf(bundle: Bundle, file: ImportFile): Organization | undefined {
  const described = bundle.object('Organization');
  const listed = [...bundle.list('Roots'), ...bundle.list('Accounts')].map(({ raw }) => raw);
  const arn = [described, ...listed].map((raw) => raw?.['Arn']).find((one) => typeof one === 'string');
  const managementAccount = (described && text(described, 'MasterAccountId')) ?? accountOf(arn);
  const organizationId = (described && text(described, 'Id')) ?? /\/(o-[a-z0-9]+)/.exec(arn ?? '')?.[1];
  const scope = managementAccount ?? accountOfFolders(file);
  return scope === undefined ? undefined : { scope, organizationId, managementAccount };
}

/** A step is covered when one of its answers is there, and complete only when all of them are. */
function* covers(bundle: Bundle, scope: string, step: string, keys: readonly string[]): Generator<ImportItem> {
  if (!keys.some((key) => bundle.keys.has(key))) return;
  yield { item: 'covers', step, scope };
  const missing = keys.filter((key) => !bundle.keys.has(key));
  if (missing.length === 0 && !bundle.isCut) return;
  const message = bundle.isCut ? 'it is one page of several' : `${missing.join(', ')} is not in the file`;
  yield { item: 'problem', step, scope, problem: { kind: 'failed', what: TITLE, place: 'the file', message } };
}

function* structure(bundle: Bundle, about: Organization): Generator<ImportItem> {
  const { scope, organizationId, managementAccount } = about;
  const say = (raw: StructureRaw, place: string): ImportItem => ({ item: 'raw', step: STRUCTURE, scope, raw, place });
  const at = (place: string) => ({ step: STRUCTURE, scope, what: TITLE, place });
  const organization = bundle.object('Organization');
  const tags = bundle.object('TagsForResource') ?? {};
  if (organization !== undefined) yield say({ item: 'organization', organization }, 'Organization');
  for (const { raw, place } of bundle.list('Roots')) yield say({ item: 'root', root: raw, organizationId }, place);
  for (const { raw: account, place } of bundle.list('Accounts'))
    yield* guarded(at(place), () => {
      const own = objects(tags, required(account, 'Id'));
      return [say({ item: 'account', account, organizationId, managementAccount, tags: own }, place)];
    });
  yield* byParent(bundle, 'OrganizationalUnitsForParent', at, (ou, parentId, place) =>
    say({ item: 'ou', ou, parentId }, place),
  );
  yield* byParent(bundle, 'AccountsForParent', at, (account, parentId, place) =>
    say({ item: 'account-parent', accountId: required(account, 'Id'), parentId }, place),
  );
}

type Locate = (place: string) => Parameters<typeof guarded>[0];

/** Answers that were asked for each parent, kept under the parent's id: they do not name it themselves. */
function* byParent(
  bundle: Bundle,
  key: string,
  at: Locate,
  item: (raw: ReturnType<typeof objects>[number], parentId: string, place: string) => ImportItem,
): Generator<ImportItem> {
  const answers = bundle.object(key) ?? {};
  for (const parentId of Object.keys(answers)) {
    const place = `${key}.${parentId}`;
    yield* guarded(at(place), () =>
      objects(answers, parentId).map((raw, index) => item(raw, parentId, `${place}[${index}]`)),
    );
  }
}

function* policies(bundle: Bundle, scope: string): Generator<ImportItem> {
  const found = new PolicyTargets();
  const targets = bundle.object('TargetsForPolicy') ?? {};
  for (const { raw, place } of bundle.list('Policies'))
    yield* guarded({ step: POLICIES, scope, what: TITLE, place }, () => {
      const policy = organizationPolicy(raw);
      if (policy !== undefined) found.add(policy, targetIds(targets, policy.policyId));
      return policy === undefined ? [] : unread(policy, policy.policyId in targets, scope, place);
    });
  for (const raw of found.raws())
    yield { item: 'raw', step: POLICIES, scope, raw, place: raw.item === 'target' ? raw.targetId : raw.name };
}

/** What is missing of a policy: its document, or where it is attached. */
function unread(
  { document, policyId }: OrganizationPolicy,
  hasTargets: boolean,
  scope: string,
  place: string,
): ImportItem[] {
  const missing = [
    ...(document === undefined
      ? [`${policyId} has no Content that is a policy document; add the answer of describe-policy`]
      : []),
    ...(hasTargets ? [] : [`the targets of ${policyId} are not in TargetsForPolicy`]),
  ];
  return missing.map((message) => {
    const problem = { kind: 'malformed', what: TITLE, place, message } as const;
    return { item: 'problem', step: POLICIES, scope, problem };
  });
}
