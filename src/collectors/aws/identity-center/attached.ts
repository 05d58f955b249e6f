import type { PolicyLookup } from '../iam/details.ts';
import { type Attachment, type PolicyDocument, policyDocument } from '../policy.ts';
import { object, objects, type Raw, required, text } from '../raw.ts';
import type { PermissionSetRaw } from './raw.ts';

/** Resolves what permission sets attach; documents of managed policies are said once. */
export class PermissionSets {
  readonly #lookup: PolicyLookup;
  readonly #broken: (message: string) => void;
  readonly #managedPolicies = new Map<string, PolicyDocument>();
  readonly #said = new Set<string>();

  /** @param broken is told of a document that is none. A lookup that fails reports for itself. */
  constructor(lookup: PolicyLookup, broken: (message: string) => void) {
    this.#lookup = lookup;
    this.#broken = broken;
  }

  /**
   * @param detail PermissionSet with `InlinePolicy`, `AttachedManagedPolicies` and `PermissionsBoundary` of the calls of these
   * names, as far as they were answered. Errors: MalformedError.
   */
  async resolve(detail: Raw, identityStoreId: string | undefined): Promise<PermissionSetRaw[]> {
    const said: PermissionSetRaw[] = [];
    const problems: string[] = [];
    const attachments: Attachment[] = [];
    const boundary = object(detail, 'PermissionsBoundary');
    const inline = detail['InlinePolicy'];
    if (inline !== undefined && inline !== null && inline !== '') {
      const policy = policyDocument(inline);
      if (policy === undefined) {
        problems.push('its inline policy is not a policy document');
        this.#broken('its inline policy is not a policy document');
      } else {
        said.push(...this.#say(policy, undefined));
        attachments.push({ policy: policy.id, role: 'identity', name: 'AwsSSOInlinePolicy' });
      }
    }
    for (const one of objects(detail, 'AttachedManagedPolicies'))
      await this.#managed(required(one, 'Arn'), 'identity', attachments, said, problems);
    const boundaryArn = text(boundary, 'ManagedPolicyArn');
    if (boundaryArn !== undefined) await this.#managed(boundaryArn, 'boundary', attachments, said, problems);
    const byName = text(object(boundary, 'CustomerManagedPolicyReference'), 'Name');
    if (byName !== undefined) problems.push(`its boundary is the policy named ${byName} of each account`);
    return [...said, { item: 'permission-set', detail, identityStoreId, attachments, problems }];
  }

  async #managed(
    arn: string,
    role: 'identity' | 'boundary',
    attachments: Attachment[],
    said: PermissionSetRaw[],
    problems: string[],
  ): Promise<void> {
    const policy = this.#managedPolicies.get(arn) ?? policyDocument(await this.#lookup(arn));
    if (policy === undefined) {
      problems.push(`the document of the policy ${arn} was not read`);
      return;
    }
    this.#managedPolicies.set(arn, policy);
    said.push(...this.#say(policy, arn.slice(arn.lastIndexOf('/') + 1)));
    attachments.push({ policy: policy.id, role, name: arn });
  }

  #say(policy: PolicyDocument, name: string | undefined): PermissionSetRaw[] {
    if (this.#said.has(policy.id)) return [];
    this.#said.add(policy.id);
    return [{ item: 'policy', policy, name }];
  }
}
