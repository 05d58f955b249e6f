import { expect, it } from 'vitest';
import { findSecret, mayHoldSecret, redactText, SECRET_SHAPES, secretKindOf } from '../../src/lib/redact.ts';

const LETTERS = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFgHiJkLmNoPqRsTuVwXyZ9876543210';
const take = (count: number): string => LETTERS.repeat(2).slice(0, count);

/** One value of each shape, put together here so that no scanner takes this file for a leak. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'github-pat-fine-grained': `github_pat_${take(22)}_${take(59)}`,
  'github-token': `ghp_${take(36)}`,
  'github-app-token': `ghs_${take(40)}`,
  'gitlab-token': `glpat-${take(20)}`,
  'anthropic-key': `sk-ant-api03-${take(40)}`,
  'openai-key': `sk-proj-${take(40)}`,
  'slack-token': `xoxb-${take(24)}`,
  'google-api-key': `AIza${take(35)}`,
  'google-access-token': `ya29.${take(40)}`,
  'google-refresh-token': `1//0${take(40)}`,
  'vault-token': `hvs.${take(24)}`,
  'npm-token': `npm_${take(36)}`,
  'pypi-token': `pypi-${take(50)}`,
  'keyline-key': `klk_${'0123456789abcdef'}_${take(43)}`,
  'docker-token': `dckr_pat_${take(27)}`,
  'huggingface-token': `hf_${take(34)}`,
  'databricks-token': `dapi${'0123456789abcdef'.repeat(2)}`,
  'atlassian-token': `ATATT3${take(40)}`,
  'notion-token': `ntn_${take(46)}`,
  'bedrock-key': `ABSK${take(60)}`,
  jwt: `eyJ${take(20)}.eyJ${take(30)}.${take(30)}`,
  'private-key': `-----BEGIN RSA PRIVATE KEY-----\n${take(64)}\n-----END RSA PRIVATE KEY-----`,
  'url-password': `postgres://tern:${take(12)}@db.example.com/x`,
};

it('there is an example of every shape', () => {
  expect(Object.keys(EXAMPLES)).toEqual(SECRET_SHAPES.map(({ kind }) => kind));
});

it.each(Object.entries(EXAMPLES))('%s is told, found in a text, and taken out of it', (kind, secret) => {
  const text = `{"message": "before ${secret} after"}`;
  expect(secretKindOf(text)).toBe(kind);
  expect(mayHoldSecret(text)).toBe(true);
  expect(findSecret(text)?.kind).toBe(kind);
  const clean = redactText(`${text} and again ${secret}`);
  expect(clean.match(/\[redacted [a-z-]+\]/g)).toEqual([`[redacted ${kind}]`, `[redacted ${kind}]`]);
  expect(clean).toMatch(/before .*after.* and again /s);
  expect(secretKindOf(clean)).toBeUndefined();
});

it.each(['%20', String.raw`\n`, String.raw`\u000a`, String.raw`\x0a`])(
  'every shape is found right after the encoded character %s',
  (encoded) => {
    const missed = Object.entries(EXAMPLES).filter(([, secret]) => {
      const first = redactText(`q=a${encoded}${secret} end`);
      return first.includes(secret) || secretKindOf(`q=a${encoded}${secret}`) === undefined;
    });
    expect(missed).toEqual([]);
  },
);

it.each([
  'AKIAIOSFODNN7EXAMPLE',
  'arn:aws:iam::111122223333:role/sk-reader',
  'https://docs.example.com/path@2/x',
  'mailto:wren@example.com',
  'skeleton-key',
  'ghp_short',
])('%s is no secret', (text) => {
  expect(secretKindOf(text)).toBeUndefined();
  expect(redactText(text)).toBe(text);
});
