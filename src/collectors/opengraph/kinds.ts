import { type EdgeType, edges, edgeTypes, type Label, labels } from '../../schema/index.ts';

/** The name space of our own kinds: `Keyline_Agent`, `Keyline_USES`. Also the `source_kind` of what we write. */
export const OWN = 'Keyline';

export function ownKind(name: string): string {
  return `${OWN}_${name}`;
}

/** The label of one of our own node kinds. */
export function ownLabel(kinds: readonly string[]): Label | undefined {
  return labels.find((label) => kinds.includes(ownKind(label)));
}

export function ownEdge(kind: string): EdgeType | undefined {
  return edgeTypes.find((type) => kind === ownKind(type));
}

/** What a node of another source is in our graph: by the words of its kinds, whatever their prefix (`GH_`, `Okta_`, `AZ`). */
export interface ForeignKind {
  readonly label: 'Principal' | 'Credential' | 'Resource' | 'Device' | 'Agent';
  /** `kind` of a Principal or Credential. */
  readonly kind: string;
}

const FOREIGN: readonly (readonly [RegExp, ForeignKind])[] = [
  [/Agent(Identity|User)?$/, { label: 'Agent', kind: 'agent' }],
  [/(ServiceAccount)$/, { label: 'Principal', kind: 'service-account' }],
  [/(ServicePrincipal|ManagedIdentity)$/, { label: 'Principal', kind: 'service-principal' }],
  [/(AppInstallation)$/, { label: 'Principal', kind: 'app-installation' }],
  [/(Application|OAuthApp|App)$/, { label: 'Principal', kind: 'application' }],
  [/(User|Person|Account|Member)$/, { label: 'Principal', kind: 'person' }],
  [/(Group|Team)$/, { label: 'Principal', kind: 'group' }],
  [/(Role)$/, { label: 'Principal', kind: 'role' }],
  [/(PersonalAccessToken|Token)$/, { label: 'Credential', kind: 'api-token' }],
  [/(SSHKey|DeployKey)$/, { label: 'Credential', kind: 'ssh-key' }],
  [/(AccessKey|ApiKey|APIKey|Key)$/, { label: 'Credential', kind: 'api-token' }],
  [/(Credential|ClientSecret|Password)$/, { label: 'Credential', kind: 'secret' }],
  [/(Certificate|Cert)$/, { label: 'Credential', kind: 'certificate' }],
  [/(Computer|Device|Workstation|Host)$/, { label: 'Device', kind: 'device' }],
];

/** The first kind that tells; everything else is a Resource of its own first kind. */
export function foreignKind(kinds: readonly string[]): ForeignKind {
  for (const kind of kinds) {
    const found = FOREIGN.find(([pattern]) => pattern.test(kind));
    if (found !== undefined) return found[1];
  }
  return { label: 'Resource', kind: kinds[0] ?? 'unknown' };
}

/** Edge kinds of other sources that say what one of ours says. The ends must fit, else the edge has no counterpart. */
const FOREIGN_EDGES: readonly (readonly [RegExp, EdgeType, Readonly<Record<string, unknown>>])[] = [
  [/MemberOf$|^HasMember$/i, 'MEMBER_OF', {}],
  [/Contains$/i, 'CONTAINS', {}],
  [/(ReportsTo|HasManager|ManagedBy)$/i, 'REPORTS_TO', {}],
  [/(AuthenticatesAs|CredentialFor|TokenFor|KeyFor|IssuedTo)$/i, 'AUTHENTICATES_AS', {}],
  [/(StoredIn)$/i, 'STORED_IN', {}],
  [/(RunsAs)$/i, 'RUNS_AS', {}],
  [/(RunsOn)$/i, 'RUNS_ON', {}],
  [/(Uses|UsesCredential)$/i, 'USES', { basis: 'configured' }],
  [/(CanAssume|AssumeRole|CanImpersonate|Impersonate)$/i, 'CAN_ASSUME', { certainty: 'unknown', via: 'opengraph' }],
  [/(CanRead|ReadAccess|HasReadAccess|ReadRepoContents)$/i, 'CAN', { unknown: ['Read'], via: 'opengraph' }],
  [/(CanWrite|WriteAccess|HasWriteAccess|CanPush)$/i, 'CAN', { unknown: ['Write'], via: 'opengraph' }],
  [
    /(CanAdmin|AdminTo|AdminAccess|FullControl|Administers)$/i,
    'CAN',
    { unknown: ['Read', 'List', 'Write', 'Permissions'], via: 'opengraph' },
  ],
];

export interface ForeignEdge {
  readonly type: EdgeType;
  readonly props: Readonly<Record<string, unknown>>;
}

export function foreignEdge(kind: string, from: Label, to: Label): ForeignEdge | undefined {
  const found = FOREIGN_EDGES.find(([pattern]) => pattern.test(kind));
  if (found === undefined || !joins(found[1], from, to)) return undefined;
  return { type: found[1], props: found[2] };
}

function joins(type: EdgeType, from: Label, to: Label): boolean {
  return edges[type].pairs.some(([one, other]) => one === from && other === to);
}
