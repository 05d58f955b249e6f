import { MalformedError } from '../../../collect/index.ts';
import { accountOf } from '../keys.ts';
import { type Attachment, type PolicyDocument, policyDocument } from '../policy.ts';
import { object, objects, type Raw, required, text, texts } from '../raw.ts';

export type PrincipalKind = 'user' | 'role' | 'group';

/** One item of `aws iam get-account-authorization-details`, with what it refers to by name resolved. */
export type IamRaw =
  | { readonly item: 'account'; readonly account: string }
  | { readonly item: 'policy'; readonly policy: PolicyDocument; readonly name: string | undefined }
  | PrincipalRaw;

export interface PrincipalRaw {
  readonly item: PrincipalKind;
  /** The vendor's object (UserDetail, RoleDetail, GroupDetail). */
  readonly detail: Raw;
  /** ARNs of the user's groups. */
  readonly groups: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly trust: PolicyDocument | undefined;
  /** What could not be resolved, in words. */
  readonly problems: readonly string[];
}

/** Field that names it, field of the inline policies. */
const FIELDS = {
  user: { name: 'UserName', inline: 'UserPolicyList' },
  role: { name: 'RoleName', inline: 'RolePolicyList' },
  group: { name: 'GroupName', inline: 'GroupPolicyList' },
} as const satisfies Record<PrincipalKind, { name: string; inline: string }>;

export function nameField(kind: PrincipalKind): string {
  return FIELDS[kind].name;
}

/** Looks a managed policy up that the export does not hold; `undefined` when it cannot be read. */
export type PolicyLookup = (arn: string) => Promise<unknown>;

interface ManagedPolicy {
  readonly policy: PolicyDocument;
  readonly name: string;
}

/**
 * What one sweep of GetAccountAuthorizationDetails refers to by name: users name their groups without the path, and
 * principals name managed policies by ARN. Groups and policies come first, then `resolve` for each principal.
 */
export class DetailsIndex {
  readonly #groups = new Map<string, string>();
  readonly #policies = new Map<string, ManagedPolicy>();
  readonly #said = new Set<string>();
  readonly #lookup: PolicyLookup;

  constructor(lookup: PolicyLookup = () => Promise.resolve(undefined)) {
    this.#lookup = lookup;
  }

  addGroup(detail: Raw): void {
    const arn = required(detail, 'Arn');
    this.#groups.set(`${accountOf(arn) ?? ''}/${required(detail, 'GroupName')}`, arn);
  }

  /** Keeps a managed policy's default version. The account's own are said at once, AWS's when something is attached to them. */
  addPolicy(detail: Raw): IamRaw[] {
    const arn = required(detail, 'Arn');
    const version = objects(detail, 'PolicyVersionList').find((one) => one['IsDefaultVersion'] === true);
    const policy = policyDocument(version?.['Document']);
    if (policy === undefined) throw new MalformedError(`the default version of ${arn} is not a policy document`);
    const name = text(detail, 'PolicyName') ?? nameOfArn(arn);
    this.#policies.set(arn, { policy, name });
    return accountOf(arn) === undefined ? [] : this.#say(policy, name);
  }

  /** The principal with its references resolved, after the policies it is the first to refer to. */
  async resolve(kind: PrincipalKind, detail: Raw): Promise<IamRaw[]> {
    const arn = required(detail, 'Arn');
    const problems: string[] = [];
    const said: IamRaw[] = [];
    const attachments = [
      ...(await this.#managed(objects(detail, 'AttachedManagedPolicies'), 'identity', said, problems)),
      ...(await this.#managed(boundariesOf(detail), 'boundary', said, problems)),
    ];
    for (const one of objects(detail, FIELDS[kind].inline)) {
      const name = required(one, 'PolicyName');
      const policy = policyDocument(one['PolicyDocument']);
      if (policy === undefined) problems.push(`the inline policy ${name} is not a policy document`);
      else {
        said.push(...this.#say(policy, undefined));
        attachments.push({ policy: policy.id, role: 'identity', name });
      }
    }
    const trust = kind === 'role' ? policyDocument(detail['AssumeRolePolicyDocument']) : undefined;
    if (kind === 'role' && trust === undefined) problems.push('its trust policy could not be read');
    const groups = this.#groupsOf(arn, detail, problems);
    return [...said, { item: kind, detail, groups, attachments, trust, problems }];
  }

  async #managed(
    attached: readonly Raw[],
    role: 'identity' | 'boundary',
    said: IamRaw[],
    problems: string[],
  ): Promise<Attachment[]> {
    const attachments: Attachment[] = [];
    for (const one of attached) {
      const arn = required(one, 'PolicyArn');
      const managed = await this.#policy(arn);
      if (managed === undefined) {
        problems.push(`the document of ${role === 'boundary' ? 'its boundary' : 'the policy'} ${arn} was not read`);
        continue;
      }
      said.push(...this.#say(managed.policy, managed.name));
      attachments.push({ policy: managed.policy.id, role, name: arn });
    }
    return attachments;
  }

  /** A document is said once, under the first name it is met with. */
  #say(policy: PolicyDocument, name: string | undefined): IamRaw[] {
    if (this.#said.has(policy.id)) return [];
    this.#said.add(policy.id);
    return [{ item: 'policy', policy, name }];
  }

  async #policy(arn: string): Promise<ManagedPolicy | undefined> {
    const known = this.#policies.get(arn);
    if (known !== undefined) return known;
    const policy = policyDocument(await this.#lookup(arn));
    if (policy === undefined) return undefined;
    const found: ManagedPolicy = { policy, name: nameOfArn(arn) };
    this.#policies.set(arn, found);
    return found;
  }

  #groupsOf(arn: string, detail: Raw, problems: string[]): string[] {
    return texts(detail, 'GroupList').flatMap((name) => {
      const group = this.#groups.get(`${accountOf(arn) ?? ''}/${name}`);
      if (group === undefined) problems.push(`its group ${name} is not in the account’s list of groups`);
      return group === undefined ? [] : [group];
    });
  }
}

function boundariesOf(detail: Raw): readonly Raw[] {
  const arn = text(object(detail, 'PermissionsBoundary'), 'PermissionsBoundaryArn');
  return arn === undefined ? [] : [{ PolicyArn: arn }];
}

function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
