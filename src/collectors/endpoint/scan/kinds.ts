interface Kind {
  readonly kind: string;
  readonly system?: string;
  readonly lifetime?: 'long-lived' | 'short-lived';
}

const KINDS: Readonly<Record<string, Kind>> = {
  'github-pat-fine-grained': { kind: 'pat-fine-grained', system: 'github', lifetime: 'long-lived' },
  'github-app-token': { kind: 'app-token', system: 'github', lifetime: 'short-lived' },
  'gitlab-token': { kind: 'api-token', system: 'gitlab' },
  'anthropic-key': { kind: 'api-token', system: 'anthropic', lifetime: 'long-lived' },
  'openai-key': { kind: 'api-token', system: 'openai', lifetime: 'long-lived' },
  'slack-token': { kind: 'api-token', system: 'slack' },
  'google-api-key': { kind: 'api-token', system: 'gcp', lifetime: 'long-lived' },
  'google-access-token': { kind: 'access-token', system: 'gcp', lifetime: 'short-lived' },
  'google-refresh-token': { kind: 'refresh-token', system: 'gcp', lifetime: 'long-lived' },
  'vault-token': { kind: 'vault-token', system: 'vault' },
  'npm-token': { kind: 'api-token', system: 'npm' },
  'pypi-token': { kind: 'api-token', system: 'pypi', lifetime: 'long-lived' },
  'keyline-key': { kind: 'api-token', system: 'keyline' },
  'docker-token': { kind: 'api-token', system: 'docker' },
  'huggingface-token': { kind: 'api-token', system: 'huggingface', lifetime: 'long-lived' },
  'databricks-token': { kind: 'api-token', system: 'databricks' },
  'atlassian-token': { kind: 'api-token', system: 'atlassian' },
  'notion-token': { kind: 'api-token', system: 'notion', lifetime: 'long-lived' },
  'bedrock-key': { kind: 'api-token', system: 'aws' },
  jwt: { kind: 'jwt' },
  'private-key': { kind: 'private-key' },
  'url-password': { kind: 'password' },
};

/** `ghp_` personal, `gho_` OAuth, `ghu_` user-to-server, `ghr_` refresh (GitHub: "authentication token formats"). */
const GITHUB_BY_PREFIX: Readonly<Record<string, Kind>> = {
  ghp_: { kind: 'pat-classic', system: 'github' },
  gho_: { kind: 'oauth-token', system: 'github' },
  ghu_: { kind: 'app-token', system: 'github', lifetime: 'short-lived' },
  ghr_: { kind: 'refresh-token', system: 'github' },
};

/** The kind of credential that a secret of this shape is; `secret` where the shape tells nothing. */
export function credentialKind(shape: string, secret: string): Kind {
  if (shape === 'github-token') return GITHUB_BY_PREFIX[secret.slice(0, 4)] ?? { kind: 'api-token', system: 'github' };
  return KINDS[shape] ?? { kind: 'secret' };
}
