/** Ids are whatever the caller keys them by; those of people, teams, tokens, repositories and secrets must not meet. */
export interface GithubRepository {
  readonly id: string;
  /** Without the owner, lower case. */
  readonly name: string;
  readonly visibility: 'public' | 'private' | 'internal' | 'unknown';
  readonly archived?: boolean;
}

export interface GithubTeam {
  readonly id: string;
  readonly parentId?: string;
}

/** A role of a team or person on one repository: a built-in one or the name of a custom one. */
export interface GithubRole {
  readonly holderId: string;
  readonly repositoryId: string;
  readonly role: string;
}

export interface GithubCustomRole {
  readonly name: string;
  readonly base: string;
  /** `manage_webhooks`, `edit_repo_metadata` … */
  readonly permissions: readonly string[];
}

/** `contents` → `write`. */
export type GithubPermissions = Readonly<Record<string, string>>;

/** Which repositories a token or installation was given. `public`: read only, whatever the permissions. */
export type GithubSelection = 'all' | 'public' | 'unknown' | readonly string[];

interface TokenBase {
  readonly id: string;
  /** Expired, revoked or suspended: it opens nothing. */
  readonly ended?: boolean;
}

export type GithubToken =
  | (TokenBase & {
      readonly kind: 'classic';
      readonly ownerId: string;
      readonly scopes: readonly string[] | 'unknown';
      /** `false`: the organisation asks for single sign-on and this token was not authorised for it. */
      readonly authorised?: boolean;
    })
  | (TokenBase & {
      readonly kind: 'fine-grained';
      readonly ownerId: string;
      readonly permissions: GithubPermissions | 'unknown';
      readonly repositories: GithubSelection;
    })
  | (TokenBase & {
      readonly kind: 'installation';
      /** Of a user access token of the App: within what its user may do. */
      readonly ownerId?: string;
      readonly permissions: GithubPermissions | 'unknown';
      readonly repositories: GithubSelection;
    })
  | (TokenBase & {
      readonly kind: 'deploy-key';
      readonly repositoryId: string;
      readonly readOnly: boolean | 'unknown';
    });

/** What has to happen before a job of an environment runs. */
export interface GithubProtection {
  readonly requiredReviewers?: boolean;
  readonly waitTimer?: boolean;
  readonly branchPolicy?: boolean;
  /** Other Apps have to agree. */
  readonly customRules?: boolean;
  /** Default: administrators may bypass the rules. */
  readonly adminsBypass?: boolean;
}

/** An Actions secret. */
export interface GithubSecret {
  readonly id: string;
  /** Its path below the organisation: `kiln/prod/API_KEY`. */
  readonly name: string;
  readonly place:
    | { readonly kind: 'organisation'; readonly repositories: 'all' | 'private' | 'unknown' | readonly string[] }
    | { readonly kind: 'repository'; readonly repositoryId: string }
    | {
        readonly kind: 'environment';
        readonly repositoryId: string;
        readonly protection: GithubProtection | 'unknown';
      };
}

export interface GithubInput {
  /** Login of the organisation, lower case. */
  readonly organisation: string;
  readonly basePermission: 'none' | 'read' | 'write' | 'admin' | 'unknown';
  readonly repositories: Iterable<GithubRepository>;
  /** `owner: 'unknown'`: the list of members did not tell. */
  readonly members: Iterable<{ readonly id: string; readonly owner: boolean | 'unknown' }>;
  readonly outsideCollaborators: Iterable<string>;
  readonly teams: Iterable<GithubTeam>;
  readonly teamMembers: Iterable<{ readonly memberId: string; readonly teamId: string }>;
  /** Of teams and of people, direct ones only. */
  readonly roles: Iterable<GithubRole>;
  readonly customRoles: Iterable<GithubCustomRole>;
  readonly tokens: Iterable<GithubToken>;
  readonly secrets: Iterable<GithubSecret>;
}
