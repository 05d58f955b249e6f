import { createHash } from 'node:crypto';
import { MalformedError, type MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { event, node } from '../../schema/index.ts';
import { issuedBy, repositoryOf, subjectOf } from './audit-subject.ts';
import type { GithubRaw } from './endpoints.ts';
import { idAt, type Json, required, textAt } from './fields.ts';
import * as keys from './keys.ts';

/** One audit-log entry as an event; and, where it holds a token's id and digest together, that they are one. */
export function mapAuditEntry({ item }: GithubRaw, context: MapContext) {
  const { scope } = context;
  const action = required(textAt(item, 'action'), 'action');
  const subject = subjectOf(action, item, context);
  const actor = textAt(item, 'actor');
  const digest = tokenFingerprint(item, context);
  const entry = event({
    id: textAt(item, '_document_id') ?? contentId(item),
    at: timeOf(item),
    source: 'github',
    scope,
    action: `github:${action}`,
    outcome: outcomeOf(action, item),
    principal: actor === undefined ? undefined : keys.user(scope, actor).id,
    credential: tokenKey(scope, item) ?? deployKeyUsed(scope, item) ?? digest,
    person: personOf(item),
    resources: resourcesOf(scope, item),
    subject,
    issued: issuedBy(action, subject),
    ip: textAt(item, 'actor_ip'),
    userAgent: textAt(item, 'user_agent'),
  });
  return [entry, ...fingerprintOfToken(scope, item, digest)];
}

/** `@timestamp` of the API, `created_at` of exports; epoch milliseconds or text. Errors: MalformedError. */
function timeOf(item: Json): string {
  const at = toInstant(item['@timestamp']) ?? toInstant(item['created_at']) ?? toInstant(item['at_sign_timestamp']);
  if (at === undefined) throw new MalformedError('neither @timestamp nor created_at is a time');
  return at;
}

/** Entries of old exports have no id: the same content is the same event. */
function contentId(item: Json): string {
  const parts = ['action', 'actor', 'repo', 'user', 'team', 'request_id', 'name'].map((name) => item[name] ?? null);
  return `github-audit:${createHash('sha256')
    .update(JSON.stringify([timeOf(item), ...parts]))
    .digest('hex')}`;
}

function outcomeOf(action: string, item: Json): 'success' | 'failure' | 'denied' {
  if (/(^|[._])(rejected|denied|blocked)(_|$)/.test(action)) return 'denied';
  return textAt(item, 'conclusion') === 'failure' ? 'failure' : 'success';
}

/**
 * `hashed_token` is base64(SHA-256(token)), unsalted; wrapped in our key so that no plain digest is kept. A scan that
 * finds the token computes the same.
 */
function tokenFingerprint(item: Json, context: MapContext): string | undefined {
  const hashed = textAt(item, 'hashed_token');
  return hashed === undefined ? undefined : context.fingerprint('github-hashed-token', hashed);
}

/** `token_id` names personal access tokens; for an App's or OAuth token it is an id of another list. */
function tokenKey(org: string, item: Json): string | undefined {
  const id = idAt(item, 'token_id');
  const kind = textAt(item, 'programmatic_access_type') ?? '';
  return id !== undefined && id !== '0' && /personal.access.token/i.test(kind) ? keys.pat(org, id).id : undefined;
}

function deployKeyUsed(org: string, item: Json): string | undefined {
  const id = idAt(item, 'deploy_key_id');
  const used = /deploy.key/i.test(textAt(item, 'programmatic_access_type') ?? '');
  return used && id !== undefined ? keys.deployKey(org, id).id : undefined;
}

/** SAML NameID of the actor, where it is an e-mail. */
function personOf(item: Json): string | undefined {
  const name = textAt(item, 'external_identity_nameid') ?? textAt(item, 'external_identity_username');
  return name?.includes('@') === true ? name.toLowerCase() : undefined;
}

function resourcesOf(org: string, item: Json): string[] {
  const repository = repositoryOf(item);
  return [repository === undefined ? keys.organisation(org).id : keys.repository(org, repository).id];
}

function fingerprintOfToken(org: string, item: Json, digest: string | undefined) {
  const key = tokenKey(org, item);
  if (key === undefined || digest === undefined) return [];
  return [node('Credential', key, { system: 'github', tenant: org, fingerprints: [digest] })];
}
