import type { PolicyDocument } from '../policy.ts';
import type { Raw } from '../raw.ts';

/** One fact of the organisation's structure, in the vendor's own objects. */
export type StructureRaw =
  | { readonly item: 'organization'; readonly organization: Raw }
  | { readonly item: 'root'; readonly root: Raw; readonly organizationId: string | undefined }
  | { readonly item: 'ou'; readonly ou: Raw; readonly parentId: string | undefined }
  | {
      readonly item: 'account';
      readonly account: Raw;
      readonly organizationId: string | undefined;
      readonly managementAccount: string | undefined;
      readonly tags: readonly Raw[];
    }
  | { readonly item: 'account-parent'; readonly accountId: string; readonly parentId: string };

/** As what a policy type applies, in the graph's words. */
export const POLICY_ROLES = {
  SERVICE_CONTROL_POLICY: 'organisation',
  RESOURCE_CONTROL_POLICY: 'resource-organisation',
} as const;
export type PolicyType = keyof typeof POLICY_ROLES;

export interface OrganizationPolicy {
  /** `p-…` */
  readonly policyId: string;
  readonly arn: string;
  readonly name: string;
  readonly type: PolicyType;
  readonly document: PolicyDocument | undefined;
}

/** A policy document, or all policies attached to one root, OU or account. */
export type PolicyRaw =
  | { readonly item: 'policy'; readonly document: PolicyDocument; readonly name: string }
  | { readonly item: 'target'; readonly targetId: string; readonly policies: readonly OrganizationPolicy[] };
