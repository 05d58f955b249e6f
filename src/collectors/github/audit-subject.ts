import type { MapContext } from '../../collect/index.ts';
import { type NodeRef, ref } from '../../schema/index.ts';
import { idAt, type Json, textAt } from './fields.ts';
import * as keys from './keys.ts';
import { sshFingerprint } from './map-credentials.ts';

type Subject = (entry: Json, context: MapContext) => NodeRef | undefined;

/**
 * What an event made, issued or handed over, by action.
 * https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization
 */
const SUBJECTS: readonly (readonly [RegExp, Subject])[] = [
  [/^personal_access_token\./, tokenSubject],
  [/^integration_installation\./, installationSubject],
  [/^public_key\./, keySubject],
  [/^org_credential_authorization\./, authorisationSubject],
  [/_actions_secret$/, secretSubject('actions')],
  [/_dependabot_secret$|^dependabot_secret\./, secretSubject('dependabot')],
  [/_codespaces_secret$|^codespaces\..*secret/, secretSubject('codespaces')],
  [/_agents?_secret$/, secretSubject('agents')],
  [/^repo\.(create|transfer|import|destroy)/, repositorySubject],
  [/^copilot\.cfb_seat/, seatSubject],
  [/^team\.(create|destroy|rename)/, teamSubject],
];

/** The subject of an event, where the entry holds the id that names it. */
export function subjectOf(action: string, entry: Json, context: MapContext): NodeRef | undefined {
  return SUBJECTS.find(([pattern]) => pattern.test(action))?.[1](entry, context);
}

/** Actions that put a credential into somebody's hands. */
const ISSUING = /^(personal_access_token\.access_granted|public_key\.create|org_credential_authorization\.grant)$/;

export function issuedBy(action: string, subject: NodeRef | undefined): string | undefined {
  return subject?.label === 'Credential' && ISSUING.test(action) ? subject.id : undefined;
}

/** `owner/name` of the entry without the owner. */
export function repositoryOf(entry: Json): string | undefined {
  const full = textAt(entry, 'repo') ?? textAt(entry, 'repository');
  return full === undefined ? undefined : keys.repositoryName(full);
}

/** The entry's own `token_id` is the token the actor used; the granted one stands under its own name. */
function tokenSubject(entry: Json, { scope }: MapContext): NodeRef | undefined {
  const id = idAt(entry, 'user_programmatic_access_id') ?? idAt(entry, 'token_id');
  return id === undefined ? undefined : keys.pat(scope, id);
}

function installationSubject(entry: Json, { scope }: MapContext): NodeRef | undefined {
  const id = idAt(entry, 'installation_id') ?? idAt(entry, 'integration_installation_id');
  return id === undefined ? undefined : keys.installation(scope, id);
}

/** Deploy keys by their id where it is given, other public keys by the fingerprint that identifies them anywhere. */
function keySubject(entry: Json, context: MapContext): NodeRef | undefined {
  const id = idAt(entry, 'deploy_key_id') ?? idAt(entry, 'public_key_id') ?? idAt(entry, 'key_id');
  if (id !== undefined && repositoryOf(entry) !== undefined) return keys.deployKey(context.scope, id);
  const digest = textAt(entry, 'deploy_key_fingerprint') ?? textAt(entry, 'fingerprint');
  const fingerprint = digest?.startsWith('SHA256:') === true ? sshFingerprint(digest, context)?.[0] : undefined;
  return fingerprint === undefined ? undefined : ref('Credential', fingerprint);
}

function authorisationSubject(entry: Json, { scope }: MapContext): NodeRef | undefined {
  const id = idAt(entry, 'credential_id');
  return id === undefined ? undefined : keys.authorisedCredential(scope, id);
}

function secretSubject(store: keys.SecretStore): Subject {
  return (entry, { scope }) => {
    const name = textAt(entry, 'key') ?? textAt(entry, 'secret_name') ?? textAt(entry, 'name');
    const environment = textAt(entry, 'environment_name');
    return name === undefined
      ? undefined
      : keys.secret(scope, store, name, { repository: repositoryOf(entry), environment });
  };
}

function repositorySubject(entry: Json, { scope }: MapContext): NodeRef | undefined {
  const name = repositoryOf(entry);
  return name === undefined ? undefined : keys.repository(scope, name);
}

function seatSubject(entry: Json, { scope }: MapContext): NodeRef | undefined {
  const login = textAt(entry, 'user') ?? textAt(entry, 'seat_assignee');
  return login === undefined ? undefined : keys.copilotAgent(scope, login);
}

function teamSubject(entry: Json, { scope }: MapContext): NodeRef | undefined {
  const name = textAt(entry, 'team');
  return name === undefined ? undefined : keys.team(scope, keys.repositoryName(name));
}
