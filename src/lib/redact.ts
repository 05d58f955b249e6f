/** Shapes of secret values (`prefix` of the vendor, then the value). The one list: scanning and redaction both read it. */
export interface SecretShape {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Source of a cheap expression that matches wherever `pattern` does: large texts are searched for the marks first. */
  readonly mark: string;
}

/** Where a value may begin: at a word's edge, or after an encoded character (`%20`, `\\n`, `\\u000a`), which ends in word characters. */
const EDGE = String.raw`(?:\b|(?<=%[0-9A-Fa-f]{2}|\\[nrtbf]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}))`;

/**
 * Vendor-documented token shapes. Order matters: a longer prefix stands before the shorter one it starts with.
 * AWS access key ids (AKIA…, ASIA…) are public identifiers and are not in the list.
 */
const SHAPES: readonly SecretShape[] = [
  { kind: 'github-pat-fine-grained', mark: 'github_pat_', pattern: /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/ },
  { kind: 'github-token', mark: 'gh[pour]_', pattern: /\bgh[pour]_[A-Za-z0-9]{36,}\b/ },
  { kind: 'github-app-token', mark: 'ghs_', pattern: /\bghs_[A-Za-z0-9._-]{36,}/ },
  { kind: 'gitlab-token', mark: 'gl(?:pat|dt|rt|ptt)-', pattern: /\bgl(?:pat|dt|rt|ptt)-[A-Za-z0-9_.-]{20,}/ },
  { kind: 'anthropic-key', mark: 'sk-ant-', pattern: /\bsk-ant-(?:api|admin)\d\d-[A-Za-z0-9_-]{20,}/ },
  { kind: 'openai-key', mark: 'sk-', pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}/ },
  {
    kind: 'slack-token',
    mark: 'xox[bpeas]-|xapp-',
    pattern: /\bxox[bpeas]-[A-Za-z0-9-]{10,}|\bxapp-[A-Za-z0-9-]{10,}/,
  },
  { kind: 'google-api-key', mark: 'AIza', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { kind: 'google-access-token', mark: 'ya29\\.', pattern: /\bya29\.[A-Za-z0-9_-]{20,}/ },
  { kind: 'google-refresh-token', mark: '1\\/\\/0', pattern: /\b1\/\/0[A-Za-z0-9_-]{30,}/ },
  { kind: 'vault-token', mark: 'hv[sbr]\\.', pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/ },
  { kind: 'npm-token', mark: 'npm_', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { kind: 'pypi-token', mark: 'pypi-', pattern: /\bpypi-[A-Za-z0-9_-]{40,}/ },
  { kind: 'keyline-key', mark: 'klk_', pattern: /\bklk_[0-9a-f]{16}_[A-Za-z0-9_-]{20,}/ },
  { kind: 'docker-token', mark: 'dckr_pat_', pattern: /\bdckr_pat_[A-Za-z0-9_-]{20,}/ },
  { kind: 'huggingface-token', mark: 'hf_', pattern: /\bhf_[A-Za-z0-9]{30,}\b/ },
  { kind: 'databricks-token', mark: 'dapi', pattern: /\bdapi[a-f0-9]{32}\b/ },
  { kind: 'atlassian-token', mark: 'ATATT3', pattern: /\bATATT3[A-Za-z0-9_=-]{20,}/ },
  { kind: 'notion-token', mark: 'ntn_', pattern: /\bntn_[A-Za-z0-9]{40,}/ },
  {
    kind: 'bedrock-key',
    mark: 'ABSK|bedrock-api-key-',
    pattern: /\bABSK[A-Za-z0-9+/=]{40,}|\bbedrock-api-key-[A-Za-z0-9+/=_-]{20,}/,
  },
  { kind: 'jwt', mark: 'eyJ', pattern: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/ },
  {
    kind: 'private-key',
    mark: '-----BEGIN ',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/,
  },
  { kind: 'url-password', mark: ':\\/\\/[^\\s@/"]+@', pattern: /(?<=:\/\/[^\s:@/"]{1,64}:)[^\s@/"]{3,}(?=@)/ },
];

export const SECRET_SHAPES: readonly SecretShape[] = SHAPES.map((shape) => ({
  ...shape,
  pattern: new RegExp(shape.pattern.source.replaceAll(String.raw`\b`, EDGE)),
}));

const ALL_SHAPES = SECRET_SHAPES.map(({ kind, pattern }) => ({ kind, pattern: new RegExp(pattern.source, 'g') }));

/** The text with every recognised secret replaced by its kind. */
export function redactText(text: string): string {
  let clean = text;
  for (const { kind, pattern } of ALL_SHAPES) clean = clean.replace(pattern, `[redacted ${kind}]`);
  return clean;
}

const ANY_MARK = new RegExp(SECRET_SHAPES.map(({ mark }) => mark).join('|'));

/** Could the text hold a secret? `false` is certain; `true` only says that `secretKindOf` has to look. */
export function mayHoldSecret(text: string): boolean {
  return ANY_MARK.test(text);
}

/** The kind of the secret that `value` contains, or `undefined`. */
export function secretKindOf(value: string): string | undefined {
  return SECRET_SHAPES.find(({ pattern }) => pattern.test(value))?.kind;
}

/** A secret found in a text: its shape, and the secret itself, which goes no further than a fingerprint. */
export interface FoundSecret {
  readonly kind: string;
  readonly secret: string;
}

/** The first secret in a text, by the order of the shapes. */
export function findSecret(text: string): FoundSecret | undefined {
  for (const { kind, pattern } of SECRET_SHAPES) {
    const match = pattern.exec(text);
    if (match !== null) return { kind, secret: match[0] };
  }
  return undefined;
}
