import type { AccessLevel, LevelMask } from './levels.ts';
import type { Problem } from './problem.ts';

/** How sure a verdict is. `conditional` names its condition keys, `unknown` what could not be read. */
export type Certainty = 'certain' | 'conditional' | 'unknown';

export type Verdict = Certainty | 'none';

/** A resource of one account. `id` is its ARN; region and name are read from it. */
export interface AwsResource {
  readonly id: string;
  /** Twelve digits. */
  readonly account: string;
  /** `service:type` as the Service Authorization Reference names them, lower case: `s3:bucket`, `rds:cluster`. */
  readonly type: string;
  /** Where its ARN does not say it (S3). */
  readonly region?: string;
  /** All its tags; left out where they were not collected. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A policy document; equal documents have equal ids (a hash of their canonical form). */
export interface AwsPolicy {
  readonly id: string;
  /** JSON, plain or URL-encoded. */
  readonly document: string;
}

export interface AwsPrincipal {
  /** The ARN of the user, role, group or session, or `arn:aws:iam::<account>:root`. */
  readonly id: string;
  readonly account: string;
  /** A group is never evaluated: its policies are listed with each member. Sessions are made from `AwsAccessInput.sessions`. */
  readonly kind: 'user' | 'role' | 'group' | 'root' | 'session';
  /** Inline and managed policies, those of a user's groups included. */
  readonly policyIds: readonly string[];
  readonly boundaryId?: string;
  /** Known values of condition keys: `{"aws:PrincipalTag/team": "core", "aws:userid": "AIDA…", "aws:PrincipalOrgID": "o-…"}`.
   * Its ARN, account, type and user name are known without being listed. */
  readonly variables?: Readonly<Record<string, string | readonly string[]>>;
  /** Every tag is in `variables`: one that is not there is known to be missing. Default: not known. */
  readonly tagsComplete?: boolean;
  /** Ids of the service control policies at each level, root first, the account's own last. `[]` outside an organisation. */
  readonly pathToRoot: readonly (readonly string[] | 'unknown')[] | 'unknown';
  /** The organisation's management account: no service control policy limits it. */
  readonly managementAccount?: boolean;
  /** What the collector could not read of this principal. */
  readonly problems?: readonly Problem[];
  /** Of a session only. */
  readonly session?: AwsSession;
}

/**
 * One session of a role: what the role has, within the session policies it was issued with.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export interface AwsSession {
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session name>`. */
  readonly id: string;
  /** The role's ARN. */
  readonly roleId: string;
  /** Ids of the session policies, together one limit; left out where it was issued without. */
  readonly policyIds?: readonly string[];
  /** ISO 8601: decides `aws:TokenIssueTime`. */
  readonly issuedAt?: string;
  /** Known values of condition keys, session tags as `aws:PrincipalTag/…` among them; they win over the role's. */
  readonly variables?: Readonly<Record<string, string | readonly string[]>>;
}

/** An account, as far as its organisation decides what may be done in it. */
export interface AwsAccount {
  /** Twelve digits. */
  readonly id: string;
  /** `o-…`, or `'none'` for an account that is in no organisation; left out where it is not known. */
  readonly organisationId?: string | 'none';
  /** `o-…/r-…/ou-…/`, as in `aws:PrincipalOrgPaths`. */
  readonly organisationPath?: string;
  /** No resource control policy limits its resources. */
  readonly managementAccount?: boolean;
  /** Ids of the resource control policies at each level, root first, the account's own last; `[]` where there are none.
   * `RCPFullAWSAccess` need not be listed: it is attached everywhere and cannot be detached. */
  readonly resourceControls: readonly (readonly string[] | 'unknown')[] | 'unknown';
}

/** A grant on a KMS key: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
export interface KmsGrant {
  readonly id: string;
  /** ARN of the key. */
  readonly keyId: string;
  /** ARN of the principal it is given to, or a service's host name. */
  readonly grantee: string;
  /** `Decrypt`, `GenerateDataKey` … */
  readonly operations: readonly string[];
  /** It holds only for some encryption contexts. */
  readonly constrained?: boolean;
}

/** The policy of a resource. A policy that could not be read is one whose document is not among the policies. */
export interface AttachedPolicy {
  readonly resourceId: string;
  readonly policyId: string;
  /** S3's RestrictPublicBuckets is on, for the bucket or its account: grants to everyone count for nobody.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
  readonly restrictsPublic?: boolean;
}

export interface AwsAccessInput {
  readonly resources: Iterable<AwsResource>;
  readonly policies: Iterable<AwsPolicy>;
  readonly principals: Iterable<AwsPrincipal>;
  readonly sessions?: Iterable<AwsSession>;
  /** Accounts that are not listed are taken to have no resource control policies. */
  readonly accounts?: Iterable<AwsAccount>;
  /** A KMS key without a policy is one whose policy was not collected: every key has one. */
  readonly resourcePolicies?: Iterable<AttachedPolicy>;
  /** Left out where grants were not collected. */
  readonly kmsGrants?: Iterable<KmsGrant>;
  /** The instant that is asked about, ISO 8601: decides `aws:CurrentTime` and `aws:EpochTime`. */
  readonly at?: string;
  readonly trustPolicies?: Iterable<{ readonly roleId: string; readonly policyId: string }>;
}

/**
 * Equal access to a run of neighbouring resources of one type.
 * An action is certain, possible (whatever the conditions come to), or unknown; a mask holds the levels of such actions.
 * `certain` is part of `possible`; `unknown` is apart and may name a level that another action already has.
 */
export interface AccessSegment {
  /** Ordinals `[lo, hi)`. */
  readonly lo: number;
  readonly hi: number;
  readonly type: string;
  readonly certain: LevelMask;
  readonly possible: LevelMask;
  readonly unknown: LevelMask;
  /** The keys on which the difference of `possible` and `certain` depends, sorted. */
  readonly conditionKeys: readonly string[];
}

/** What one set of (policies, boundary, organisation policies, account, values of what these documents ask for) yields. */
export interface AccessProfile {
  /** Hash of all that it was made from, and of the evaluator's version; not of the resources. */
  readonly id: string;
  readonly account: string;
  /** Ascending, never overlapping. */
  readonly segments: readonly AccessSegment[];
  readonly problems: readonly Problem[];
}

/** A profile and everyone who has it. */
export interface ProfileOfPrincipals {
  readonly profile: AccessProfile;
  readonly principalIds: readonly string[];
}

/** One statement that had a say in a verdict. */
export interface DecidingStatement {
  readonly policyId: string;
  readonly layer: PolicyLayer;
  /** Position in the document, from 0. */
  readonly statement: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
}

/** Where a policy stands. `organisation:0` is the root of the organisation, the highest number the account. */
export type PolicyLayer =
  | 'identity'
  | 'boundary'
  | 'session'
  | 'resource'
  | 'kms-grant'
  | 'resource-control'
  | `organisation:${number}`;

/** What a verdict of less than `certain` comes from. */
export interface Blocker {
  readonly reason:
    | 'not-granted'
    | 'denied'
    | 'not-allowed-by-boundary'
    | 'not-allowed-by-session'
    | 'not-allowed-by-resource'
    | 'not-allowed-by-organisation'
    | 'boundary-unknown'
    | 'organisation-unknown'
    | 'statement-unreadable'
    | 'action-not-for-this-resource'
    | 'principal-unknown'
    | 'resource-unknown';
  readonly layer?: PolicyLayer;
  readonly statements: readonly DecidingStatement[];
}

export interface Explanation {
  readonly verdict: Verdict;
  readonly conditionKeys: readonly string[];
  /** The statements that grant, and the denies that matter. */
  readonly deciding: readonly DecidingStatement[];
  /** What keeps the verdict from being certain by missing or forbidding; conditions are in `conditionKeys`. */
  readonly blocker?: Blocker;
}

/** Levels as the graph keeps them. */
export interface LevelLists {
  readonly certain: readonly AccessLevel[];
  readonly possible: readonly AccessLevel[];
  readonly unknown: readonly AccessLevel[];
  readonly conditionKeys: readonly string[];
}

/** A row for the graph: one resource, or a scope over the paths `lo <= path < hi`. */
export type AccessRow =
  | (LevelLists & {
      readonly kind: 'resource';
      readonly type: string;
      readonly resourceId: string;
      readonly path: string;
    })
  | (LevelLists & {
      readonly kind: 'scope';
      readonly type: string;
      readonly lo: string;
      readonly hi: string;
      readonly count: number;
    });

export type TrustVia =
  | 'same-account-trust'
  | 'account-root'
  | 'cross-account'
  | 'anyone'
  | 'service'
  | 'saml'
  | 'oidc'
  | 'canonical-user';

/** Who assumes, where it is none of the principals given. */
export interface ExternalParty {
  /** An account number, service host name, provider ARN or issuer; `*` for anyone. */
  readonly name: string;
  /** Which tokens of an issuer: patterns of its subject claim. `'anyone'`: the trust does not ask. */
  readonly subjects?: readonly string[] | 'anyone';
  readonly audiences?: readonly string[] | 'anyone';
  /** Strangers can get such a token or identity: the issuer serves everybody and the trust does not ask whose token it is. */
  readonly strangers: boolean;
}

export interface AssumeTerms {
  readonly via: TrustVia;
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
}

/** Who may become a role. `group` edges stand for every member × every target where an account has too many pairs. */
export type AssumeEdge =
  | (AssumeTerms & { readonly kind: 'principal'; readonly from: string; readonly to: string })
  | (AssumeTerms & { readonly kind: 'external'; readonly from: ExternalParty; readonly to: string })
  | {
      readonly kind: 'group';
      /** Hash of the targets with their terms. */
      readonly id: string;
      readonly account: string;
      readonly members: readonly string[];
      readonly targets: readonly (AssumeTerms & { readonly to: string })[];
    };

/** What a resource's own policy gives, beyond what profiles already say. */
export interface ResourceGrant extends LevelLists {
  /** A principal's ARN, or someone outside. */
  readonly from: { readonly principal: string } | { readonly external: ExternalParty };
  readonly resourceId: string;
  readonly type: string;
  readonly crossAccount: boolean;
  /** Anyone on the internet, without an AWS identity of ours. */
  readonly public: boolean;
  /** Of the resource's policy, or of the KMS grant. */
  readonly policyId: string;
  readonly via: 'resource-policy' | 'kms-grant';
}
