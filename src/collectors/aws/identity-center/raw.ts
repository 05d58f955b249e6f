import type { Attachment, PolicyDocument } from '../policy.ts';
import type { Raw } from '../raw.ts';

/** A policy document that a permission set attaches, or a permission set with what it attaches. */
export type PermissionSetRaw =
  | { readonly item: 'policy'; readonly policy: PolicyDocument; readonly name: string | undefined }
  | {
      readonly item: 'permission-set';
      /** The vendor's PermissionSet, with the answers about it under their own names. */
      readonly detail: Raw;
      readonly identityStoreId: string | undefined;
      readonly attachments: readonly Attachment[];
      readonly problems: readonly string[];
    };

/** One account assignment, with the permission set's name and where its user or group is kept. */
export interface AssignmentRaw {
  readonly assignment: Raw;
  readonly permissionSet: string;
  readonly identityStoreId: string;
}

/** One user, group or membership as the identity store gives it. */
export interface IdentityRaw {
  readonly item: 'user' | 'group' | 'membership';
  readonly detail: Raw;
  readonly identityStoreId: string;
}
