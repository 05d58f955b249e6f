/** Letters that are no secret, as many as asked for. */
export const x = (length: number): string => 'Zq7'.repeat(length).slice(0, length);

/** One value of every shape; a new shape without one fails the test below. */
export const SAMPLES: Readonly<Record<string, string>> = {
  'github-pat-fine-grained': `github_pat_${x(22)}_${x(59)}`,
  'github-token': `ghp_${x(36)}`,
  'github-app-token': `ghs_12345_${x(40)}.${x(10)}`,
  'gitlab-token': `glpat-${x(20)}`,
  'anthropic-key': `sk-ant-api03-${x(40)}`,
  'openai-key': `sk-proj-${x(40)}`,
  'slack-token': `xoxb-${x(20)}`,
  'google-api-key': `AIza${x(35)}`,
  'google-access-token': `ya29.${x(40)}`,
  'google-refresh-token': `1//0${x(40)}`,
  'vault-token': `hvs.${x(40)}`,
  'npm-token': `npm_${x(36)}`,
  'pypi-token': `pypi-${x(60)}`,
  'keyline-key': `klk_${'0a'.repeat(8)}_${x(43)}`,
  'docker-token': `dckr_pat_${x(27)}`,
  'huggingface-token': `hf_${x(34)}`,
  'databricks-token': `dapi${'0a'.repeat(16)}`,
  'atlassian-token': `ATATT3${x(40)}`,
  'notion-token': `ntn_${x(45)}`,
  'bedrock-key': `ABSK${x(60)}`,
  jwt: `eyJ${x(12)}.eyJ${x(12)}.${x(20)}`,
  'private-key': '-----BEGIN OPENSSH PRIVATE KEY-----\nZq7\n-----END OPENSSH PRIVATE KEY-----',
  'url-password': 'postgres://wren:Zq7Zq7Zq7@db.example.com/x',
};
