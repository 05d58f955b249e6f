import type { GivenPermissions } from '../../collect/index.ts';
import type { VaultClient } from './client.ts';
import { textsAt } from './fields.ts';

const RULE = /^(second token: )?path "([^"]+)" \{ capabilities = \[([^\]]*)\] \}$/;

/**
 * What the tokens may do, as Vault tells each token itself. A pattern is tried at one path: where that is allowed the pattern
 * was given, where it is not, it may still have been given more narrowly, which cannot be told.
 * https://developer.hashicorp.com/vault/api-docs/system/capabilities-self
 */
export async function givenOf(
  client: VaultClient,
  needed: readonly string[],
  signal: AbortSignal,
): Promise<GivenPermissions> {
  const rules = needed.flatMap((text) => {
    const [, second, path, capabilities] = RULE.exec(text) ?? [];
    if (path === undefined || capabilities === undefined) return [];
    const wanted = [...capabilities.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
    return [
      {
        text,
        second: second !== undefined,
        sample: path.replaceAll(/[+*]/g, 'keyline'),
        literal: !/[+*]/.test(path),
        wanted,
      },
    ];
  });
  const given: Record<string, boolean> = {};
  for (const second of [false, true]) {
    const own = rules.filter((rule) => rule.second === second);
    if (own.length === 0) continue;
    const answer = await client.capabilities([...new Set(own.map((rule) => rule.sample))], second, signal);
    for (const { text, sample, literal, wanted } of own) {
      const held = textsAt(answer, sample);
      const all = held.includes('root') || wanted.every((one) => held.includes(one));
      if (all || literal) given[text] = all;
    }
  }
  return given;
}
