import { describe, expect, it } from 'vitest';
import { needsCare } from '../../../src/collect/validate/index.ts';
import { fingerprint } from '../../../src/lib/fingerprint.ts';
import { SECRET_SHAPES, secretKindOf } from '../../../src/lib/redact.ts';
import { SAMPLES, x } from './samples.ts';
import { fileOf, HEADER, problemsOf, readAll } from './support.ts';

describe('secrets are refused', () => {
  it.each(SECRET_SHAPES.map(({ kind }) => kind))(
    '%s: in a property, a key, a list, an end, an escape',
    async (kind) => {
      const secret = SAMPLES[kind] ?? '';
      expect(secretKindOf(secret)).toBe(kind);
      expect(needsCare(secret)).toBe(true);
      const value = JSON.stringify(secret);
      const escaped = `"\\u00${secret.charCodeAt(0).toString(16)}${value.slice(2)}`;
      const problems = await problemsOf(
        `{"node":"Team","id":"t","props":{"name":${value},"system":"s"}}`,
        `{"node":"Team","id":"t","props":{"name":${escaped},"system":"s"}}`,
        `{"node":"Team","id":${value},"props":{"name":"n","system":"s"}}`,
        `{"node":"Credential","id":"c","props":{"tags":["a=b",${value}]}}`,
        `{"edge":"DELEGATES_TO","from":["Agent","a"],"to":["Agent",${value}]}`,
        `{"edge":"DELEGATES_TO","from":["Agent","a"],"to":["Agent","b"],"props":{${value}:1}}`,
        `{"node":${value},"id":"b"}`,
      );
      expect(problems).toHaveLength(7);
      for (const problem of problems) expect(problem).not.toContain('Zq7Zq');
    },
  );

  it('a fingerprint is not taken for a secret, whatever letters it is made of', async () => {
    const unlucky = `fp:a-sk-${'b'.repeat(38)}`;
    expect(await problemsOf(`{"node":"Credential","id":"${unlucky}","props":{"kind":"api-token"}}`)).toEqual([]);
    const real = fingerprint(Buffer.alloc(32, 1), 'k', 's');
    expect(real).toMatch(/^fp:[A-Za-z0-9_-]{43}$/);
  });

  it('broken lines are not quoted', async () => {
    const { problems } = await readAll(fileOf(`${HEADER}\n{"node": ghp_${x(36)}`));
    expect(problems).toEqual(['line 2: is not JSON (or breaks off)']);
  });
});
