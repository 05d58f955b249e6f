/** Shapes of secret values (`prefix` of the vendor, then the value). The one list: scanning and redaction both read it. */
export interface SecretShape {
  readonly kind: string;
  readonly pattern: RegExp;
}

/**
 * Vendor-documented token shapes. Order matters: a longer prefix stands before the shorter one it starts with.
 * AWS access key ids (AKIA…, ASIA…) are public identifiers and are not in the list.
 */
export const SECRET_SHAPES: readonly SecretShape[] = [
  { kind: 'github-pat-fine-grained', pattern: /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/ },
  { kind: 'github-token', pattern: /\bgh[pour]_[A-Za-z0-9]{36,}\b/ },
  { kind: 'github-app-token', pattern: /\bghs_[A-Za-z0-9._-]{36,}/ },
  { kind: 'gitlab-token', pattern: /\bgl(?:pat|dt|rt|ptt)-[A-Za-z0-9_.-]{20,}/ },
  { kind: 'anthropic-key', pattern: /\bsk-ant-(?:api|admin)\d\d-[A-Za-z0-9_-]{20,}/ },
  { kind: 'openai-key', pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}/ },
  { kind: 'slack-token', pattern: /\bxox[bpeas]-[A-Za-z0-9-]{10,}|\bxapp-[A-Za-z0-9-]{10,}/ },
  { kind: 'google-api-key', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { kind: 'google-access-token', pattern: /\bya29\.[A-Za-z0-9_-]{20,}/ },
  { kind: 'vault-token', pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/ },
  { kind: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { kind: 'pypi-token', pattern: /\bpypi-[A-Za-z0-9_-]{40,}/ },
  { kind: 'docker-token', pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,}/ },
  { kind: 'huggingface-token', pattern: /\bhf_[A-Za-z0-9]{30,}\b/ },
  { kind: 'databricks-token', pattern: /\bdapi[a-f0-9]{32}\b/ },
  { kind: 'atlassian-token', pattern: /\bATATT3[A-Za-z0-9_=-]{20,}/ },
  { kind: 'notion-token', pattern: /\bntn_[A-Za-z0-9]{40,}/ },
  { kind: 'bedrock-key', pattern: /\bABSK[A-Za-z0-9+/=]{40,}|\bbedrock-api-key-[A-Za-z0-9+/=_-]{20,}/ },
  { kind: 'jwt', pattern: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/ },
  { kind: 'private-key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/ },
  { kind: 'url-password', pattern: /(?<=:\/\/[^\s:@/"]{1,64}:)[^\s@/"]{3,}(?=@)/ },
];

const ALL_SHAPES = SECRET_SHAPES.map(({ kind, pattern }) => ({ kind, pattern: new RegExp(pattern.source, 'g') }));

/** The text with every recognised secret replaced by its kind. */
export function redactText(text: string): string {
  let clean = text;
  for (const { kind, pattern } of ALL_SHAPES) clean = clean.replace(pattern, `[redacted ${kind}]`);
  return clean;
}

/** The kind of the secret that `value` contains, or `undefined`. */
export function secretKindOf(value: string): string | undefined {
  return SECRET_SHAPES.find(({ pattern }) => pattern.test(value))?.kind;
}
