/** An organisation, folder, project, or anything in one. */
export interface GcpResource {
  /** Its full resource name, `//storage.googleapis.com/ash-letters`. */
  readonly id: string;
  /** `storage:bucket`, `secretmanager:secret`, `iam:serviceaccount`, `resourcemanager:project` … */
  readonly type: string;
  readonly parentId?: string;
  /** As conditions see it, `projects/_/buckets/ash-letters`; hierarchical. */
  readonly name: string;
  /** As conditions see it, `storage.googleapis.com/Bucket`; left out: not known. */
  readonly apiType?: string;
  /** Of a service account: the member that it is, `serviceAccount:kiln@otter.iam.gserviceaccount.com`. */
  readonly member?: string;
}

export interface GcpCondition {
  readonly title?: string;
  /** CEL. */
  readonly expression: string;
}

export interface GcpBinding {
  readonly role: string;
  /** `user:…`, `group:…`, `serviceAccount:…`, `domain:…`, `allUsers`, `principal://…` … */
  readonly members: readonly string[];
  readonly condition?: GcpCondition;
}

export interface GcpPolicy {
  readonly resourceId: string;
  /** `'unknown'`: the policy could not be read. */
  readonly bindings: readonly GcpBinding[] | 'unknown';
}

export interface GcpDenyRule {
  readonly deniedPrincipals: readonly string[];
  readonly exceptionPrincipals?: readonly string[];
  /** `storage.googleapis.com/buckets.delete`, `storage.googleapis.com/*.delete` … */
  readonly deniedPermissions: readonly string[];
  readonly exceptionPermissions?: readonly string[];
  readonly denialCondition?: GcpCondition;
}

export interface GcpDenyPolicy {
  readonly id: string;
  /** Id of the organisation, folder or project. */
  readonly attachedTo: string;
  readonly rules: readonly GcpDenyRule[];
}

export interface GcpInput {
  /** `organizations/417300528`. */
  readonly tenant: string;
  /** Everyone who acts, as members are written. */
  readonly principals: Iterable<string>;
  /** Members of groups; a group (`group:…`) may be a member. */
  readonly memberships: Iterable<{ readonly member: string; readonly group: string }>;
  readonly resources: Iterable<GcpResource>;
  readonly policies: Iterable<GcpPolicy>;
  readonly roles: Iterable<{ readonly name: string; readonly permissions: readonly string[] }>;
  readonly denyPolicies: readonly GcpDenyPolicy[] | 'unknown';
  /** The time that conditions on `request.time` are decided for, UTC; left out: they stay open. */
  readonly at?: string;
}
